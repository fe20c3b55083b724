using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class ListSpecs : IDisposable
{
    private readonly CliLibrary _library = new();

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Every_playbook_is_listed_with_its_state_and_nothing_else_is()
    {
        _library.With("blocks/hello.yaml", CliLibrary.SaysHello).With("stale.yml", CliLibrary.SaysHello).With("broken.yaml", "name: [\nsteps:\n")
            .With("ansible/site.yml", "- hosts: all\n  tasks: []\n").With("ansible/inventory.yml", "all:\n  hosts: {}\n").With(".hidden/hello.yaml", CliLibrary.SaysHello);
        await _library.RunAsync("verify", "blocks/hello.yaml", "stale.yml", "--by", "Ada");
        _library.With("stale.yml", CliLibrary.SaysHello + "\n# edited\n");

        JsonElement[] entries = [.. (await _library.RunAsync("list", "--format", "json")).ShouldExitWith(0).Json.GetProperty("playbooks").EnumerateArray()];

        entries.Select(entry => $"{entry.GetProperty("path")} {entry.GetProperty("state")} {entry.GetProperty("revision")}")
            .ShouldBe(["blocks/hello.yaml verified 1", "broken.yaml unverified 0", "stale.yml stale 1"]);
        entries[0].GetProperty("name").GetString().ShouldBe("Hello");
        entries[0].GetProperty("version").GetString().ShouldBe("1.2");
        entries[0].GetProperty("verified_by").GetString().ShouldBe("Ada");
        entries[1].GetProperty("diagnostics")[0].GetProperty("code").GetString().ShouldBe("PB1003");
    }

    [Fact]
    public async Task As_text_it_is_a_table_and_a_broken_file_is_no_failure()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello).With("broken.yaml", "name: a\nsteps: text\n");

        CliResult result = (await _library.RunAsync("list")).ShouldExitWith(0);

        result.OutputLines[0].ShouldStartWith("PLAYBOOK     STATE");
        result.OutputLines[1].ShouldMatch("^broken.yaml +unverified .*\\(has errors\\)$");
        result.OutputLines[2].ShouldMatch("^hello.yaml +unverified +- +1.2 .*Hello$");
        result.ErrorLines[0].ShouldStartWith("broken.yaml:2:8: error PB1014: ");
    }

    [Fact]
    public async Task A_verified_playbook_that_is_gone_is_listed_with_its_error()
    {
        _library.With("hello.yaml", CliLibrary.SaysHello);
        await _library.RunAsync("verify", "hello.yaml");
        File.Delete(_library.PathOf("hello.yaml"));

        JsonElement entry = (await _library.RunAsync("list", "--format", "json")).ShouldExitWith(0).Json.GetProperty("playbooks")[0];

        entry.GetProperty("state").GetString().ShouldBe("stale");
        entry.GetProperty("diagnostics")[0].GetProperty("code").GetString().ShouldBe("PB2007");
    }

    [Fact]
    public async Task An_empty_library_is_said_to_be_empty()
        => (await _library.RunAsync("list")).ShouldExitWith(0).Output.ShouldEndWith(" holds no playbooks\n");
}
