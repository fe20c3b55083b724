using System.Text.RegularExpressions;

namespace Playbooks.Tests.Steps;

/// <summary>Every example of <c>docs/steps.md</c> runs, and gives what the document says: its outputs as JSON, or its error.</summary>
public sealed partial class DocumentedStepsSpecs
{
    private static readonly string Document = File.ReadAllText(Checkout.PathOf("docs", "steps.md"));

    /// <summary>The playbook, and the block right after it, if there is one.</summary>
    public static TheoryData<string, string, string> Examples => [.. Example().Matches(Document).Select(match
        => new TheoryDataRow<string, string, string>(match.Groups["yaml"].Value, match.Groups["language"].Value, match.Groups["result"].Value.TrimEnd()))];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_runs_as_the_document_says(string yaml, string language, string result)
    {
        int asked = 0;
        await using LoopbackServer server = new(_ => System.Text.Encoding.UTF8.GetBytes(asked++ == 0
            ? LoopbackServer.Answer("503 Service Unavailable", "starting")
            : LoopbackServer.Answer("200 OK", """{"state":"running"}""", "application/json")));
        using TemporaryLibrary library = new();
        Dictionary<string, object?> parameters = yaml.Contains("name: url", StringComparison.Ordinal) ? new() { ["url"] = server.Url } : [];

        ExecutionReport report = await library.RunAsync(yaml, parameters, TestContext.Current.CancellationToken);

        report.Status.ShouldBe(language == "text" ? ExecutionStatus.Failed : ExecutionStatus.Completed, report.Error);
        (language == "text" ? report.Error : language == "json" ? PlaybookValues.ToJson(report.Outputs) : "").ShouldBe(result);
    }

    [Fact]
    public void Every_step_type_and_each_of_its_parameters_and_outputs_is_documented()
    {
        using TemporaryLibrary library = new();
        foreach (StepDefinition definition in library.Engine().StepTypes.Where(definition => definition.Type != "playbook.run"))
        {
            int start = Document.IndexOf($"\n## {definition.Type}\n", StringComparison.Ordinal);
            start.ShouldBeGreaterThan(0, definition.Type);
            int end = Document.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
            string section = end < 0 ? Document[start..] : Document[start..end];
            section.ShouldContain("```yaml", customMessage: definition.Type);
            foreach (string name in definition.Parameters.Select(parameter => parameter.Name).Concat(definition.Outputs.Select(output => output.Name)))
            {
                section.ShouldContain($"`{name}`", customMessage: definition.Type);
            }
        }
    }

    [GeneratedRegex(@"```yaml\n(?<yaml>name:.*?)```\n(?:\n```(?<language>json|text)\n(?<result>.*?)```)?", RegexOptions.Singleline, 1000)]
    private static partial Regex Example();
}
