using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class SchemaSpecs : IDisposable
{
    private readonly Support.CliLibrary _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task The_schema_in_the_documents_is_the_one_that_the_program_prints()
    {
        CliResult result = (await _library.RunAsync("schema")).ShouldExitWith(0);

        result.Output.ShouldBe(
            await File.ReadAllTextAsync(Checkout.PathOf("docs", "playbook.schema.json"), TestContext.Current.CancellationToken),
            "run 'playbooks schema > docs/playbook.schema.json'");
    }

    [Fact]
    public async Task Only_plan_draws()
        => (await _library.RunAsync("list", "--format", "mermaid")).ShouldExitWith(2).Error.ShouldContain("'mermaid' not recognized. Must be one of:");

    [Fact]
    public async Task A_plan_is_drawn_as_a_flowchart()
    {
        _library.With("hello.yaml", Support.CliLibrary.SaysHello).With("outer.yaml", Support.CliLibrary.Calls("hello.yaml", "hello.yaml"));
        (await _library.RunAsync("verify", "hello.yaml")).ShouldExitWith(0);

        (await _library.RunAsync("plan", "outer.yaml", "--format", "mermaid")).ShouldExitWith(0).Output.ShouldBe("""
            flowchart TD
              subgraph n0["Call hello.yaml<br/>hello.yaml [read-only]"]
                direction TB
                n1["Say hello<br/>utility.log [read-only]"]
              end
              subgraph n2["Call hello.yaml<br/>hello.yaml [read-only]"]
                direction TB
                n3["Say hello<br/>utility.log [read-only]"]
              end
              n0 --> n2

            """.ReplaceLineEndings("\n"));
    }
}
