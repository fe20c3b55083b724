using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class CommandLineSpecs : IDisposable
{
    private readonly CliLibrary _library = new CliLibrary().With("hello.yaml", CliLibrary.SaysHello);

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("rnu", "hello.yaml")]
    [InlineData("run")]
    [InlineData("run", "hello.yaml", "--nonsense")]
    [InlineData("run", "hello.yaml", "-p", "who")]
    [InlineData("run", "hello.yaml", "-p", "=x")]
    [InlineData("run", "hello.yaml", "-p")]
    [InlineData("run", "hello.yaml", "--format", "xml")]
    [InlineData("validate", "hello.yaml", "--library", "nowhere")]
    [InlineData("validate", "")]
    [InlineData("validate", "@hello.yaml")]
    [InlineData("unverify", "../hello.yaml")]
    [InlineData("runs", "--limit", "0")]
    [InlineData("runs", "--status", "fine")]
    [InlineData("runs", "--from", "soon")]
    [InlineData("prune", "--older-than", "long")]
    [InlineData("prune")]
    [InlineData("rerun", "last")]
    [InlineData("show", "")]
    [InlineData("run", "hello.yaml", "--history", "h.db", "--no-history")]
    [InlineData("run", "hello.yaml", "--history", "")]
    [InlineData("runs", "--history", "missing.db")]
    [InlineData("run", "hello.yaml", "--debug", "--format", "json")]
    [InlineData("run", "hello.yaml", "--break", "nobody")]
    [InlineData("run", "hello.yaml", "--debug-script", "nobody.txt")]
    public async Task A_wrong_command_line_is_one_line_of_error(params string[] arguments)
    {
        CliResult result = (await _library.RunAsync([.. arguments.Where(argument => arguments.Length > 1 || argument.Length > 0)])).ShouldExitWith(2);

        result.Output.ShouldBeEmpty();
        result.ErrorLines.Count(line => !line.StartsWith("  hint: ", StringComparison.Ordinal)).ShouldBe(1, result.Error);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("run")]
    [InlineData("verify")]
    [InlineData("unverify")]
    [InlineData("list")]
    [InlineData("runs")]
    [InlineData("show")]
    [InlineData("resume")]
    [InlineData("rerun")]
    [InlineData("prune")]
    public async Task Every_command_explains_itself_with_an_example(string command)
    {
        CliResult result = (await _library.RunAsync(command, "--help")).ShouldExitWith(0);

        result.Output.ShouldContain($"playbooks {command}");
        result.Output.ShouldContain("Example:");
        result.Output.ShouldContain("--library");
    }

    [Fact]
    public async Task The_library_is_the_nearest_folder_upward_with_a_lock_file()
    {
        _library.With("blocks/deep/inner.yaml", CliLibrary.SaysHello);
        await _library.RunAsync("verify", "hello.yaml");

        // From below: the path of the file, or the path from the library's root.
        (await CliLibrary.RunInAsync(_library.PathOf("blocks"), ["validate", "deep/inner.yaml"])).ShouldExitWith(0).Output.ShouldBe("blocks/deep/inner.yaml: valid\n");
        (await CliLibrary.RunInAsync(_library.PathOf("blocks"), ["validate", "hello.yaml"])).ShouldExitWith(0).Output.ShouldBe("hello.yaml: valid\n");
        (await CliLibrary.RunInAsync(_library.PathOf("blocks"), ["validate", "../hello.yaml"])).ShouldExitWith(0).Output.ShouldBe("hello.yaml: valid\n");
        (await CliLibrary.RunInAsync("/", ["validate", _library.PathOf("hello.yaml"), "--library", _library.Folder])).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_file_of_a_diagnostic_can_be_opened_from_the_current_directory()
    {
        _library.With("blocks/bad.yaml", "name: a\nsteps: text\n");
        await _library.RunAsync("verify", "hello.yaml");

        (await _library.RunAsync("validate", "blocks/bad.yaml")).ShouldExitWith(2).Error.ShouldStartWith("blocks/bad.yaml:2:8: ");
        (await CliLibrary.RunInAsync(_library.PathOf("blocks"), ["validate", "bad.yaml"])).ShouldExitWith(2).Error.ShouldStartWith("bad.yaml:2:8: ");
        (await CliLibrary.RunInAsync("/", ["validate", "blocks/bad.yaml", "-l", _library.Folder])).ShouldExitWith(2).Error.ShouldStartWith($"{_library.Folder[1..]}/blocks/bad.yaml:2:8: ");
    }

    [Fact]
    public async Task A_file_outside_of_the_library_is_refused()
    {
        using CliLibrary other = new CliLibrary().With("other.yaml", CliLibrary.SaysHello);

        (await _library.RunAsync("validate", other.PathOf("other.yaml"))).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("is outside the library");
    }

    [Fact]
    public async Task A_library_behind_a_link_works_by_the_link()
    {
        string link = _library.PathOf("link");
        Directory.CreateSymbolicLink(link, _library.Folder);

        (await CliLibrary.RunInAsync("/", ["validate", Path.Combine(link, "hello.yaml"), "-l", link])).ShouldExitWith(0).Output.ShouldBe("hello.yaml: valid\n");
        File.Delete(link);
    }
}
