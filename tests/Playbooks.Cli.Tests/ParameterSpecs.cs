using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class ParameterSpecs : IDisposable
{
    private const string TakesAll = """
        name: "Takes all"
        parameters:
          - { name: text, type: string }
          - { name: count, type: integer }
          - { name: ratio, type: float }
          - { name: flag, type: boolean }
          - { name: items, type: list }
          - { name: map, type: dict }
          - { name: module, type: file }
          - { name: needed, type: string, required: true }
        steps:
          - { id: say, name: Say, type: utility.log, parameters: { message: "hello" } }
        outputs:
          text: "{{ parameter.text }}"
          count: "{{ parameter.count }}"
          ratio: "{{ parameter.ratio }}"
          flag: "{{ parameter.flag }}"
          items: "{{ parameter.items }}"
          map: "{{ parameter.map }}"
          module: "{{ parameter.module }}"
        """;

    private readonly CliLibrary _library = new CliLibrary().With("takes.yaml", TakesAll).With("here/module.txt", "a module");

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Values_are_converted_to_the_declared_types()
    {
        string[] arguments =
        [
            "run", "takes.yaml", "--library", "..", "--format", "json", "-p", "needed=", "-p", "text=1.0", "-p", "count=7", "-p", "ratio=2",
            "-p", "flag=true", "-p", "items=[1, \"two\"]", "-p", "map={\"a\": {\"b\": null}}", "-p", "module=module.txt",
        ];

        CliResult result = (await CliLibrary.RunInAsync(_library.PathOf("here"), arguments)).ShouldExitWith(0);

        JsonElement outputs = result.Json.GetProperty("outputs");
        outputs.GetProperty("text").GetString().ShouldBe("1.0");
        outputs.GetProperty("count").GetInt64().ShouldBe(7);
        outputs.GetProperty("ratio").GetDouble().ShouldBe(2.0);
        outputs.GetProperty("flag").GetBoolean().ShouldBeTrue();
        outputs.GetProperty("items")[1].GetString().ShouldBe("two");
        outputs.GetProperty("map").GetProperty("a").GetProperty("b").ValueKind.ShouldBe(JsonValueKind.Null);
        outputs.GetProperty("module").GetString().ShouldBe(_library.PathOf("here/module.txt"));
    }

    [Theory]
    [InlineData("count=many", "PB4003: The parameter 'count' must be a whole number, not the text 'many'")]
    [InlineData("flag=perhaps", "PB4003: The parameter 'flag' must be true or false, not the text 'perhaps'")]
    [InlineData("items={}", "PB4003: The parameter 'items' must be a list, not the text '{}'")]
    [InlineData("map=[", "PB4003: The parameter 'map' must be a map, not the text '['")]
    [InlineData("cuont=1", "PB4001: Playbook 'Takes all' has no parameter 'cuont'")]
    [InlineData("module=nobody.txt", "PB4004: ")]
    public async Task A_value_that_does_not_fit_is_diagnosed(string assignment, string message)
    {
        CliResult result = (await _library.RunAsync("run", "takes.yaml", "-p", "needed=x", "-p", assignment)).ShouldExitWith(2);

        result.ErrorLines.ShouldContain(line => line.StartsWith("takes.yaml:", StringComparison.Ordinal) && line.Contains($": error {message}", StringComparison.Ordinal), result.Error);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_required_parameter_is_diagnosed_where_it_is_declared()
        => (await _library.RunAsync("run", "takes.yaml")).ShouldExitWith(2).ErrorLines[0].ShouldStartWith("takes.yaml:10:5: error PB4002: ");

    [Theory]
    [InlineData("params.yaml", "# of the north\nneeded: x\ntext: 1.0\ncount: 7\nitems: [1, two]\nmap:\n  a: { b: c }\nmodule: module.txt\n")]
    [InlineData("params.json", "{\n\t\"needed\": \"x\",\n\t\"text\": \"1.0\", \"count\": 7, \"items\": [1, \"two\"],\r\n\t\"map\": {\"a\": {\"b\": \"c\"}}, \"module\": \"module.txt\"\n}\n")]
    public async Task A_file_of_parameters_is_yaml_or_json(string name, string text)
    {
        File.WriteAllText(_library.PathOf($"here/{name}"), text);

        CliResult result = (await _library.RunAsync("run", "takes.yaml", "--format", "json", "--params", $"here/{name}", "-p", "count=8")).ShouldExitWith(0);

        JsonElement outputs = result.Json.GetProperty("outputs");
        outputs.GetProperty("text").GetString().ShouldBe("1.0");
        outputs.GetProperty("count").GetInt64().ShouldBe(8, "what stands on the command line wins");
        outputs.GetProperty("items")[0].GetInt64().ShouldBe(1);
        outputs.GetProperty("map").GetProperty("a").GetProperty("b").GetString().ShouldBe("c");
        outputs.GetProperty("module").GetString().ShouldBe(_library.PathOf("here/module.txt"), "a file is relative to the file that names it");
    }

    [Theory]
    [InlineData("needed: x\ncount: [1]\n", "here/params.yaml:2:8: error PB4003: The parameter 'count' must be a whole number, not a list")]
    [InlineData("needed: x\nflga: true\n", "here/params.yaml:2:1: error PB4001: Playbook 'Takes all' has no parameter 'flga'")]
    [InlineData("- a\n", "here/params.yaml:1:1: error PB1014: ")]
    [InlineData("a: [\n", "here/params.yaml:2:1: error PB1003: ")]
    [InlineData("", "here/params.yaml:1:1: error PB1004: ")]
    public async Task What_is_wrong_in_a_file_of_parameters_is_diagnosed_there(string text, string start)
    {
        _library.With("here/params.yaml", text);

        (await _library.RunAsync("run", "takes.yaml", "--params", "here/params.yaml")).ShouldExitWith(2).ErrorLines[0].ShouldStartWith(start);
    }

    [Fact]
    public async Task A_missing_file_of_parameters_is_named_in_one_line()
        => (await _library.RunAsync("run", "takes.yaml", "--params", "nobody.yaml")).ShouldExitWith(2)
            .Error.ShouldBe("error: the file of parameters 'nobody.yaml' does not exist\n");
}
