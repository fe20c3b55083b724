using System.Text.Json;
using Playbooks.Reading;

namespace Playbooks.Tests.Reading;

public sealed class PlaybookSchemaTests
{
    /// <summary>Every key that the reader takes, in a playbook, a parameter and a step.</summary>
    private static readonly string[] Everything =
    [
        "name: x", "version: 1.0", "description: x", "domain: x", "group: x", "verified: true", "parameters: []", "outputs: {}", "finally: []", "metadata: {}", "steps: [{ id: a, type: utility.fail }]",
    ];

    private static readonly string[] ParameterKeys =
        ["name: p", "type: list", "required: true", "default: []", "description: x", "enum: [[]]", "min: 0", "max: 5", "items: string", "pattern: x", "secret: true"];

    private static readonly string[] StepKeys =
    [
        "id: a", "name: x", "description: x", "type: utility.fail", "parameters: {}", "when: \"true\"", "for_each: []", "max_parallel: 1", "timeout: 1", "retry_count: 1", "retry_delay: 1",
        "retry_backoff: linear", "on_failure: continue", "continue_on_error: true", "rollback: []", "repeatable: true", "secret_outputs: [x]",
    ];

    [Fact]
    public void Write_StepTypes_AreThoseOfTheRegistry()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        PlaybookEngine engine = library.Engine();
        using JsonDocument schema = JsonDocument.Parse(engine.WriteSchema());
        JsonElement step = schema.RootElement.GetProperty("$defs").GetProperty("step");

        string[] types = [.. step.GetProperty("properties").GetProperty("type").GetProperty("oneOf").EnumerateArray().Select(type => type.GetProperty("const").GetString()!)];

        types.ShouldBe(engine.StepTypes.Select(definition => definition.Type));
        types.ShouldContain("test.record");
        types.ShouldContain("playbook.run");
        foreach ((JsonElement rule, StepDefinition definition) in step.GetProperty("allOf").EnumerateArray().Zip(engine.StepTypes))
        {
            rule.GetProperty("if").GetProperty("properties").GetProperty("type").GetProperty("const").GetString().ShouldBe(definition.Type);
            rule.GetProperty("then").GetProperty("properties").GetProperty("parameters").GetProperty("properties").EnumerateObject().Select(property => property.Name)
                .ShouldBe(definition.Parameters.Select(parameter => parameter.Name));
        }
    }

    [Fact]
    public void Write_Keys_AreThoseOfTheReader()
    {
        using TemporaryLibrary library = new();
        using JsonDocument schema = JsonDocument.Parse(library.Engine().WriteSchema());
        JsonElement definitions = schema.RootElement.GetProperty("$defs");

        Keys(schema.RootElement).ShouldBe(Everything.Select(Name), ignoreOrder: true);
        Keys(definitions.GetProperty("parameter")).ShouldBe(ParameterKeys.Select(Name), ignoreOrder: true);
        Keys(definitions.GetProperty("step")).ShouldBe(StepKeys.Select(Name), ignoreOrder: true);
    }

    [Fact]
    public void Read_EveryKey_IsKnown()
    {
        string[] yaml =
        [
            string.Join('\n', Everything),
            "name: x\nparameters:\n  - {" + string.Join(", ", ParameterKeys) + "}\nsteps: [{ id: a, type: utility.fail }]",
            "name: x\nsteps:\n  - {" + string.Join(", ", StepKeys) + "}",
        ];

        yaml.ShouldAllBe(text => PlaybookReader.Read(text, "x.yaml").Diagnostics.All(diagnostic => diagnostic.Code != "PB1012" && diagnostic.Code != "PB1003"));
    }

    [Fact]
    public void Write_Words_AreThoseThatTheReaderTakes()
    {
        using TemporaryLibrary library = new();
        using JsonDocument schema = JsonDocument.Parse(library.Engine().WriteSchema());
        JsonElement definitions = schema.RootElement.GetProperty("$defs");
        foreach (JsonProperty property in definitions.GetProperty("step").GetProperty("properties").EnumerateObject().Where(property => property.Value.TryGetProperty("enum", out _)))
        {
            foreach (JsonElement word in property.Value.GetProperty("enum").EnumerateArray())
            {
                PlaybookReader.Read($"name: x\nsteps: [{{ id: a, type: t, {property.Name}: {word.GetString()} }}]", "x.yaml").Diagnostics.ShouldBeEmpty();
            }
        }

        foreach (JsonElement word in definitions.GetProperty("parameter").GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray())
        {
            PlaybookReader.Read($"name: x\nparameters: [{{ name: p, type: {word.GetString()} }}]\nsteps: [{{ id: a, type: t }}]", "x.yaml").Diagnostics.ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> Keys(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    private static string Name(string entry) => entry[..entry.IndexOf(':', StringComparison.Ordinal)];
}
