using System.Text;
using System.Text.RegularExpressions;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary>Whatever stands in the file: a diagnostic with its place, at once, in little memory.</summary>
public sealed partial class BadInputSpecs : IDisposable
{
    // The garbage collector gives up beyond 160 MB, a few times the largest file here: whoever needs more, crashes.
    private static readonly Dictionary<string, string> LittleMemory = new() { ["DOTNET_GCHeapHardLimit"] = "0xA000000" };

    private readonly CliLibrary _library = new();

    public static TheoryData<string, string, string> Playbooks => new()
    {
        { "empty", "", "PB1004" },
        { "only a comment", "# nothing\n", "PB1004" },
        { "duplicate keys", "name: a\nname: b\nsteps: []\n", "PB1008" },
        { "tabs", "name: a\nsteps:\n\t- id: x\n", "PB1003" },
        { "no end of a quote", "name: \"a\nsteps: []\n", "PB1003" },
        { "alias bomb", Bomb(), "PB1007" },
        { "a name that is a list", "name: [a]\nsteps:\n  - { id: x, name: x, type: utility.fail, parameters: { message: m } }\n", "PB1014" },
        { "steps that are text", "name: a\nsteps: text\n", "PB1014" },
        { "a timeout that is text", Step("timeout: soon"), "PB1014" },
        { "a retry count below zero", Step("retry_count: -1"), "PB1014" },
        { "an unknown key", Step("retries: 3"), "PB1012" },
        { "a list at the top", "- a\n- b\n", "PB1014" },
        { "an unknown step type", "name: a\nsteps:\n  - { id: x, name: x, type: utility.lgo }\n", "PB2009" },
        { "an unknown parameter", Step("parameters: { massage: m }"), "PB2010" },
        { "a missing required one", Step("parameters: {}"), "PB2011" },
        { "a wrong type of a parameter", "name: a\nsteps:\n  - { id: x, name: x, type: http.request, parameters: { url: u, headers: [h] } }\n", "PB2012" },
        { "a reference to an unknown step", Step("parameters: { message: '{{ step.nobody.x }}' }"), "PB3004" },
        { "a reference to a later step", Step("parameters: { message: '{{ step.later.message }}' }") + "\n  - { id: later, name: l, type: utility.log, parameters: { message: m } }\n", "PB3005" },
        { "a reference to an unknown parameter", Step("parameters: { message: '{{ parameter.nobody }}' }"), "PB3003" },
        { "a template that does not end", Step("parameters: { message: '{{ parameter.' }"), "PB3" },
        { "a child that does not exist", CliLibrary.Calls("nobody.yaml"), "PB2007" },
        { "a child outside of the library", CliLibrary.Calls("../other.yaml"), "PB2006" },
        { "a custom tag", "name: !evil a\nsteps: []\n", "PB1010" },
    };

    public void Dispose() => _library.Dispose();

    [Theory]
    [MemberData(nameof(Playbooks))]
    public async Task A_broken_playbook_is_diagnosed_with_its_place(string what, string text, string code)
    {
        _library.With("bad.yaml", text);

        CliResult result = (await ValidateAsync("bad.yaml")).ShouldExitWith(2);

        result.ErrorLines.ShouldContain(line => PlacedError().IsMatch(line) && line.Contains($"error {code}", StringComparison.Ordinal), what + ":\n" + result.Error);
    }

    [Fact]
    public async Task Ten_megabytes_of_brackets_are_refused()
    {
        File.WriteAllText(_library.PathOf("brackets.yaml"), new string('[', 10 * 1024 * 1024));

        CliResult result = (await ValidateAsync("brackets.yaml")).ShouldExitWith(2);

        result.Error.ShouldContain("error PB1006");
    }

    [Fact]
    public async Task Binary_content_is_refused_with_its_place()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("name: a\nsteps: "), 0xff, 0xfe, 0x00, 0x01];
        File.WriteAllBytes(_library.PathOf("binary.yaml"), bytes);

        CliResult result = (await ValidateAsync("binary.yaml")).ShouldExitWith(2);

        result.ErrorLines[0].ShouldStartWith("binary.yaml:2:8: error PB1002: ");
    }

    [Fact]
    public async Task A_missing_file_is_named() => (await ValidateAsync("nobody.yaml")).ShouldExitWith(2).ErrorLines[0].ShouldStartWith("nobody.yaml: error PB2007: ");

    [Fact]
    public async Task A_missing_file_with_an_absolute_path_is_named()
        => (await ValidateAsync("/nowhere/nobody.yaml")).ShouldExitWith(2).Error.ShouldBe("error: '/nowhere/nobody.yaml' does not exist\n");

    [Fact]
    public async Task A_folder_is_no_playbook()
    {
        Directory.CreateDirectory(_library.PathOf("folder.yaml"));

        (await ValidateAsync("folder.yaml")).ShouldExitWith(2).ErrorLines[0].ShouldStartWith("folder.yaml: error PB1001: ");
    }

    [Fact]
    public async Task A_named_pipe_holds_nobody_up()
    {
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [_library.PathOf("pipe.yaml")]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (await ValidateAsync("pipe.yaml")).ShouldExitWith(2).ErrorLines[0].ShouldStartWith("pipe.yaml:1:1: error PB1004: ");
    }

    [Fact]
    public async Task A_broken_lock_file_is_named_in_one_line()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello).With("playbooks.lock.json", "{ \"version\": 1, \"playbooks\": ");

        foreach (string command in new[] { "validate", "run", "verify", "unverify" })
        {
            (await _library.RunAsync(command, "hello.yaml")).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("playbooks.lock.json");
        }
    }

    private Task<CliResult> ValidateAsync(string path) => CliLibrary.RunInAsync(_library.Folder, ["validate", path], LittleMemory);

    private static string Step(string line) => $"name: a\nsteps:\n  - id: x\n    name: x\n    type: utility.log\n    {line}\n"
        + (line.StartsWith("parameters", StringComparison.Ordinal) ? "" : "    parameters: { message: m }\n");

    /// <summary>Nine levels of nine aliases each: four hundred million values, if anybody expanded them.</summary>
    private static string Bomb()
    {
        StringBuilder text = new("name: bomb\nmetadata:\n  l0: &l0 [a, a, a, a, a, a, a, a, a]\n");
        for (int level = 1; level < 9; level++)
        {
            text.Append($"  l{level}: &l{level} [{string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 9))}]\n");
        }

        return text.Append("steps: []\n").ToString();
    }

    [GeneratedRegex(@"^\S+\.yaml:\d+:\d+: error PB\d{4}: .+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlacedError();
}
