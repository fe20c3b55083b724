namespace Playbooks.Acceptance.Tests.Schema;

/// <summary>What an editor does with our schema: Ajv, a validator of others, reads it and checks playbooks with it.</summary>
[Collection(typeof(SchemaChecks))]
public sealed class SchemaSpecs(AjvValidator ajv)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // It shows how somebody tests a step type of his own, which the published schema cannot know.
    private const string WithItsOwnStepType = "examples/testing/playbooks/release.yaml";

    public static TheoryData<string> Examples =>
    [
        .. Directory.EnumerateFiles(Checkout.PathOf("examples"), "*.yaml", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("\nsteps:", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Where(file => file != WithItsOwnStepType)
            .Order(StringComparer.Ordinal),
    ];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Examples))]
    public async Task An_example_names_the_schema_and_is_valid_by_it(string example)
    {
        string path = Checkout.PathOf(example);
        string first = File.ReadLines(path).First();
        first.ShouldStartWith("# yaml-language-server: $schema=");
        Path.GetFullPath(first.Split('=')[1], Path.GetDirectoryName(path)!).ShouldBe(Checkout.PathOf("docs", "playbook.schema.json"));

        (await ajv.ValidateAsync(path, Cancellation)).ShouldBe("valid");
    }

    [Theory(Timeout = Limit)]
    [InlineData("nme: X\nsteps: [{ id: a, type: utility.fail, parameters: { message: m } }]\n", "must have required property 'name'")]
    [InlineData("name: X\nsteps: []\n", "must NOT have fewer than 1 items")]
    [InlineData("name: X\nsteps: [{ id: a, type: utility.gone }]\n", "must be equal to constant")]
    [InlineData("name: X\nsteps: [{ id: a, type: utility.fail }]\n", "must have required property 'parameters'")]
    [InlineData("name: X\nsteps: [{ id: a, type: utility.sleep, parameters: { seconds: soon } }]\n", "must be number")]
    [InlineData("name: X\nsteps: [{ id: a, type: utility.fail, parameters: { mesage: m } }]\n", "must NOT have additional properties")]
    [InlineData("name: X\nsteps: [{ id: a, type: utility.log, on_failure: panic, parameters: { message: m } }]\n", "must be equal to one of the allowed values")]
    [InlineData("name: X\nparameters: [{ name: playbook }]\nsteps: [{ id: a, type: utility.log, parameters: { message: m } }]\n", "must NOT be valid")]
    public async Task What_is_wrong_is_found_by_the_schema(string yaml, string message)
    {
        string file = ajv.Write(yaml);

        (await ajv.ValidateAsync(file, Cancellation)).ShouldContain(message);
    }

    [Theory(Timeout = Limit)]
    [InlineData("name: X\nversion: 1.0\nx-mine: { any: thing }\nsteps: [{ id: a, type: utility.sleep, parameters: { seconds: \"{{ parameter.pause }}\" } }]\n")]
    [InlineData("name: X\nsteps: [{ id: a, type: playbook.run, for_each: [1], max_parallel: 2, parameters: { playbook: b.yaml, any: \"{{ item }}\" }, rollback: [{ id: u, type: utility.log, parameters: { message: m } }] }]\n")]
    public async Task What_is_right_is_valid_by_the_schema(string yaml)
        => (await ajv.ValidateAsync(ajv.Write(yaml), Cancellation)).ShouldBe("valid");
}
