using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class VerifySpecs : IDisposable
{
    private readonly CliLibrary _library = new CliLibrary().With("hello.yaml", CliLibrary.SaysHello);

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_changed_playbook_gets_a_new_revision()
    {
        (await _library.RunAsync("verify", "hello.yaml")).ShouldExitWith(0).Output.ShouldBe("hello.yaml: verified as revision 1\n");
        (await _library.RunAsync("verify", "hello.yaml")).ShouldExitWith(0).Output.ShouldBe("hello.yaml: verified as revision 1\n");
        _library.With("hello.yaml", CliLibrary.SaysHello + "\n# edited\n");

        (await _library.RunAsync("verify", "hello.yaml")).ShouldExitWith(0).Output.ShouldBe("hello.yaml: verified as revision 2\n");
    }

    [Fact]
    public async Task Who_and_why_are_recorded()
    {
        JsonElement json = (await _library.RunAsync("verify", "hello.yaml", "--by", "Ada", "--note", "Tried", "--format", "json")).ShouldExitWith(0).Json;

        JsonElement verified = json.GetProperty("verified")[0];
        verified.GetProperty("path").GetString().ShouldBe("hello.yaml");
        verified.GetProperty("revision").GetInt32().ShouldBe(1);
        verified.GetProperty("verified_by").GetString().ShouldBe("Ada");
        verified.GetProperty("note").GetString().ShouldBe("Tried");
    }

    [Fact]
    public async Task Without_a_name_the_user_of_the_machine_verifies()
        => (await _library.RunAsync("verify", "hello.yaml", "--format", "json")).ShouldExitWith(0)
            .Json.GetProperty("verified")[0].GetProperty("verified_by").GetString().ShouldBe(Environment.UserName);

    [Fact]
    public async Task Several_are_verified_in_the_order_given()
    {
        _library.With("outer.yaml", CliLibrary.Calls("hello.yaml"));

        (await _library.RunAsync("verify", "outer.yaml", "hello.yaml")).ShouldExitWith(3).Error.ShouldContain("error PB2001: Playbook 'hello.yaml'");
        CliResult result = (await _library.RunAsync("verify", "hello.yaml", "outer.yaml")).ShouldExitWith(0);

        result.Output.ShouldBe("hello.yaml: verified as revision 1\nouter.yaml: verified as revision 1\n");
    }

    [Fact]
    public async Task A_playbook_with_errors_is_not_verified()
    {
        _library.With("bad.yaml", "name: a\nsteps: text\n");

        (await _library.RunAsync("verify", "bad.yaml")).ShouldExitWith(2).Error.ShouldContain("error PB1014");

        File.Exists(_library.PathOf("playbooks.lock.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Eight_processes_that_verify_at_once_lose_nothing()
    {
        string[] paths = [.. Enumerable.Range(1, 8).Select(number => $"p{number}.yaml")];
        foreach (string path in paths)
        {
            _library.With(path, CliLibrary.SaysHello);
        }

        CliResult[] results = await Task.WhenAll(paths.Select(path => _library.RunAsync("verify", path)));

        Array.ForEach(results, result => result.ShouldExitWith(0));
        JsonElement list = (await _library.RunAsync("list", "--format", "json")).ShouldExitWith(0).Json.GetProperty("playbooks");
        list.EnumerateArray().Count(entry => entry.GetProperty("state").GetString() == "verified").ShouldBe(paths.Length);
        Directory.GetFiles(_library.Folder).Select(Path.GetFileName).ShouldBe([.. paths, "hello.yaml", "playbooks.lock.json"], ignoreOrder: true);
    }

    [Fact]
    public async Task Unverify_withdraws_it_and_says_when_there_was_nothing()
    {
        await _library.RunAsync("verify", "hello.yaml");

        (await _library.RunAsync("unverify", "hello.yaml")).ShouldExitWith(0).Output.ShouldBe("hello.yaml: no longer verified\n");
        (await _library.RunAsync("unverify", "hello.yaml")).ShouldExitWith(0).Output.ShouldBe("hello.yaml: was not verified\n");
        (await _library.RunAsync("unverify", "hello.yaml", "--format", "json")).ShouldExitWith(0).Json.GetProperty("was_verified").GetBoolean().ShouldBeFalse();
    }
}
