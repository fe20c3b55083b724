using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class ValidateSpecs : IDisposable
{
    private readonly CliLibrary _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_valid_playbook_is_said_to_be_valid()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello);

        CliResult result = (await _library.RunAsync("validate", "hello.yaml")).ShouldExitWith(0);

        result.Output.ShouldBe("hello.yaml: valid\n");
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unverified_child_is_named_with_its_place_and_the_command_that_verifies_it()
    {
        _library.With("gateway_login.yaml", CliLibrary.SaysHello).With("setup.yaml", CliLibrary.Calls("gateway_login.yaml"));

        CliResult result = (await _library.RunAsync("validate", "setup.yaml")).ShouldExitWith(3);

        result.ErrorLines.ShouldBe(
        [
            "setup.yaml:7:17: error PB2001: Playbook 'gateway_login.yaml' must be verified before it can be used as a step",
            "  hint: Try it, then: playbooks verify gateway_login.yaml",
        ]);
    }

    [Fact]
    public async Task The_hint_names_the_library_that_the_user_named()
    {
        _library.With("playbooks dir/child.yaml", CliLibrary.SaysHello).With("playbooks dir/setup.yaml", CliLibrary.Calls("child.yaml"));

        CliResult result = (await _library.RunAsync("validate", "setup.yaml", "--library", "playbooks dir")).ShouldExitWith(3);

        result.ErrorLines[0].ShouldStartWith("playbooks dir/setup.yaml:7:17: error PB2001: ");
        result.ErrorLines[1].ShouldBe("  hint: Try it, then: playbooks verify --library 'playbooks dir' child.yaml");
    }

    [Fact]
    public async Task A_child_that_was_edited_since_is_not_verified_any_more()
    {
        _library.With("child.yaml", CliLibrary.SaysHello).With("setup.yaml", CliLibrary.Calls("child.yaml"));
        (await _library.RunAsync("verify", "child.yaml")).ShouldExitWith(0);
        (await _library.RunAsync("validate", "setup.yaml")).ShouldExitWith(0);
        _library.With("child.yaml", CliLibrary.SaysHello + "\n# edited\n");

        CliResult result = (await _library.RunAsync("run", "setup.yaml")).ShouldExitWith(3);

        result.ErrorLines[0].ShouldStartWith("setup.yaml:7:17: error PB2002: Playbook 'child.yaml' must be verified again");
    }

    [Fact]
    public async Task A_circle_is_shown_with_its_chain()
    {
        _library.With("a.yaml", CliLibrary.Calls("b.yaml")).With("b.yaml", CliLibrary.Calls("a.yaml"));

        CliResult result = (await _library.RunAsync("validate", "a.yaml")).ShouldExitWith(2);

        result.ErrorLines.ShouldContain(line => line.StartsWith("b.yaml:7:17: error PB2004: Circular dependency detected", StringComparison.Ordinal)
            && line.Contains("a.yaml → b.yaml → a.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fourth_level_is_refused_with_its_chain()
    {
        _library.With("0.yaml", CliLibrary.Calls("1.yaml")).With("1.yaml", CliLibrary.Calls("2.yaml")).With("2.yaml", CliLibrary.Calls("3.yaml"))
            .With("3.yaml", CliLibrary.Calls("4.yaml")).With("4.yaml", CliLibrary.SaysHello);

        CliResult result = (await _library.RunAsync("validate", "0.yaml")).ShouldExitWith(2);

        result.ErrorLines.ShouldContain(line => line.StartsWith("3.yaml:7:17: error PB2005: Maximum nesting depth (3) exceeded", StringComparison.Ordinal)
            && line.Contains("0.yaml → 1.yaml → 2.yaml → 3.yaml → 4.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_has_every_part_of_a_diagnostic()
    {
        _library.With("child.yaml", CliLibrary.SaysHello).With("setup.yaml", CliLibrary.Calls("child.yaml"));

        JsonElement json = (await _library.RunAsync("validate", "setup.yaml", "--format", "json")).ShouldExitWith(3).Json;

        json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        JsonElement diagnostic = json.GetProperty("diagnostics").EnumerateArray().ShouldHaveSingleItem();
        diagnostic.GetProperty("code").GetString().ShouldBe("PB2001");
        diagnostic.GetProperty("severity").GetString().ShouldBe("error");
        diagnostic.GetProperty("file").GetString().ShouldBe("setup.yaml");
        diagnostic.GetProperty("line").GetInt32().ShouldBe(7);
        diagnostic.GetProperty("column").GetInt32().ShouldBe(17);
        diagnostic.GetProperty("message").GetString().ShouldBe("Playbook 'child.yaml' must be verified before it can be used as a step");
        diagnostic.GetProperty("hint").GetString().ShouldBe("Try it, then: playbooks verify child.yaml");
    }

    [Fact]
    public async Task Json_of_a_valid_playbook_says_so()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello);

        JsonElement json = (await _library.RunAsync("validate", "--format", "json", "hello.yaml")).ShouldExitWith(0).Json;

        json.GetProperty("valid").GetBoolean().ShouldBeTrue();
        json.GetProperty("diagnostics").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Text_of_others_cannot_steer_the_terminal()
    {
        _library.With("evil.yaml", "name: \"\\e]0;owned\\a\"\nsteps:\n  - { id: x, name: x, type: \"\\e[2Jgone\" }\n");

        CliResult result = (await _library.RunAsync("validate", "evil.yaml")).ShouldExitWith(2);

        result.All.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task A_drifted_child_is_a_warning_and_under_strict_an_error()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello)
            .With("inner.yaml", CliLibrary.Calls("hello.yaml"))
            .With("outer.yaml", CliLibrary.Calls("inner.yaml"));
        (await _library.RunAsync("verify", "hello.yaml", "inner.yaml")).ShouldExitWith(0);
        _library.With("hello.yaml", CliLibrary.SaysHello + "\n# changed\n");
        (await _library.RunAsync("verify", "hello.yaml")).ShouldExitWith(0);

        const string Message = "PB2003: Playbook 'inner.yaml' was verified with revision 1 of 'hello.yaml', which is now at revision 2";
        (await _library.RunAsync("validate", "outer.yaml")).ShouldExitWith(0).Error.ShouldContain($"warning {Message}");
        (await _library.RunAsync("validate", "outer.yaml", "--strict")).ShouldExitWith(2).Error.ShouldContain($"error {Message}");
    }
}
