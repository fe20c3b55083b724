using System.Text.Json.Nodes;

namespace Playbooks.Tests.Library;

/// <summary>A lock file that git, an editor or a killed command has left, and what may not happen to it.</summary>
public sealed class LockFileSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"revision\": 1,", "\"revision\": 7, \"revision\": 1,", "'revision' is here twice")]
    [InlineData("\"version\": 1,", "\"version\": 1, \"version\": 1,", "'version' is here twice")]
    [InlineData("\"sha256\":", "\"sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\", \"sha256\":", "'sha256' is here twice")]
    [InlineData("\"children\": {}", "\"children\": {}, \"children\": {}", "'children' is here twice")]
    [InlineData("\"playbooks\": {", "\"playbooks\": {}, \"playbooks\": {", "'playbooks' is here twice")]
    [InlineData("\"version\": 1,", "", "'version' is missing here")]
    [InlineData("\"revision\": 1,", "", "'revision' is missing here")]
    [InlineData("\"revision\": 1,", "<<<<<<< HEAD\n\"revision\": 1,\n=======\n\"revision\": 2,\n>>>>>>> theirs\n", "is a marker of a merge that is not finished")]
    public async Task A_lock_that_was_merged_badly_is_refused_and_left_as_it_is(string written, string merged, string problem)
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf()).Write("other.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");
        string content = await File.ReadAllTextAsync(library.LockFile, Token);
        content.ShouldContain(written);
        string broken = content.Replace(written, merged, StringComparison.Ordinal);
        library.Write("playbooks.lock.json", broken);

        VerificationLockException exception = await Should.ThrowAsync<VerificationLockException>(library.PlanAsync(Some.Caller("child.yaml")));

        exception.Message.ShouldContain(problem);
        exception.Message.ShouldContain(" line ");
        await Should.ThrowAsync<VerificationLockException>(library.Engine().VerifyAsync("other.yaml"));
        (await File.ReadAllTextAsync(library.LockFile, Token)).ShouldBe(broken);
    }

    [Fact]
    public async Task One_record_twice_is_refused()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");
        JsonNode record = JsonNode.Parse(await File.ReadAllTextAsync(library.LockFile, Token))!["playbooks"]!["child.yaml"]!;
        library.Write("playbooks.lock.json", $$"""{ "version": 1, "playbooks": { "child.yaml": {{record}}, "child.yaml": {{record}} } }""");

        VerificationLockException exception = await Should.ThrowAsync<VerificationLockException>(library.PlanAsync(Some.Caller("child.yaml")));

        exception.Message.ShouldContain("'child.yaml' is here twice");
    }

    [Theory]
    [InlineData("middle.yaml", "child.yaml")]
    [InlineData("child.yaml", "leaf.yaml")]
    public async Task A_record_that_lost_one_below_it_hides_nothing(string caller, string lost)
    {
        using TemporaryLibrary library = new();
        library.Write("leaf.yaml", Some.Leaf()).Write("child.yaml", Some.Caller("leaf.yaml")).Write("middle.yaml", Some.Caller("child.yaml"));
        await library.VerifyAsync("leaf.yaml", "child.yaml", "middle.yaml");
        JsonNode content = JsonNode.Parse(await File.ReadAllTextAsync(library.LockFile, Token))!;
        content["playbooks"]![caller]!["children"]!.AsObject().Remove(lost).ShouldBeTrue();
        library.Write("playbooks.lock.json", content.ToJsonString());

        Diagnostic found = (await library.PlanAsync(Some.Caller(caller))).Diagnostics.First(one => one.Message.Contains(caller, StringComparison.Ordinal));

        found.Severity.ShouldBe(DiagnosticSeverity.Error);
        found.Message.ShouldContain($"its record does not name '{lost}'");
    }

    [Fact]
    public async Task A_lock_that_vanishes_during_a_command_is_an_error()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf()).Write("other.yaml", Some.Leaf());
        PlaybookEngine engine = new(new PlaybookLibrary(library.RootDirectory));
        await engine.VerifyAsync("child.yaml", cancellationToken: Token);
        string content = await File.ReadAllTextAsync(library.LockFile, Token);

        // As a checkout does, which removes a file before it writes the other branch's.
        File.Delete(library.LockFile);
        VerificationLockException exception = await Should.ThrowAsync<VerificationLockException>(engine.VerifyAsync("other.yaml", cancellationToken: Token));
        exception.Message.ShouldContain("was there a moment ago and is gone");
        File.Exists(library.LockFile).ShouldBeFalse();

        await File.WriteAllTextAsync(library.LockFile, content, Token);
        await engine.VerifyAsync("other.yaml", cancellationToken: Token);
        JsonNode.Parse(await File.ReadAllTextAsync(library.LockFile, Token))!["playbooks"]!.AsObject().Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_killed_command_left_is_removed_by_the_next_and_nothing_else()
    {
        using TemporaryLibrary library = new();
        string leftover = $"playbooks.lock.json.{Guid.NewGuid():N}.tmp";
        library.Write("child.yaml", Some.Leaf()).Write(leftover, "{").Write("playbooks.lock.json.mine.tmp", "kept");

        await library.VerifyAsync("child.yaml");

        File.Exists(Path.Combine(library.RootDirectory, leftover)).ShouldBeFalse();
        File.Exists(Path.Combine(library.RootDirectory, "playbooks.lock.json.mine.tmp")).ShouldBeTrue();
    }

    [Fact]
    public async Task Mode_owner_and_link_of_the_lock_are_kept()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf()).Write("other.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");
        string real = Path.Combine(library.RootDirectory, "records.json");
        File.Move(library.LockFile, real);
        File.CreateSymbolicLink(library.LockFile, "records.json");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        string owner = await SetOwnerAsync(real);

        await library.VerifyAsync("other.yaml");

        new FileInfo(library.LockFile).LinkTarget.ShouldBe("records.json");
        File.GetUnixFileMode(real).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        (await OwnerAsync(real)).ShouldBe(owner);
        (await File.ReadAllTextAsync(real, Token)).ShouldContain("other.yaml");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guard_that_is_a_link_neither_makes_nor_touches_its_target(bool exists)
    {
        using TemporaryLibrary library = new();
        using TemporaryFolder outside = new();
        string target = Path.Combine(outside.Path, "target");
        if (exists)
        {
            await File.WriteAllTextAsync(target, "precious", Token);
            File.SetLastWriteTimeUtc(target, DateTime.UnixEpoch.AddDays(1));
        }

        library.Write("child.yaml", Some.Leaf());
        File.CreateSymbolicLink(library.LockFile + ".guard", target);

        VerificationLockException exception = await Should.ThrowAsync<VerificationLockException>(library.Engine().VerifyAsync("child.yaml"));

        exception.Message.ShouldContain("is a link; remove it");
        File.Exists(target).ShouldBe(exists);
        if (exists)
        {
            File.GetLastWriteTimeUtc(target).ShouldBe(DateTime.UnixEpoch.AddDays(1));
        }
    }

    [Fact]
    public async Task A_lock_that_is_a_link_out_of_the_library_is_neither_read_nor_written()
    {
        using TemporaryLibrary library = new();
        using TemporaryFolder outside = new();
        string target = Path.Combine(outside.Path, "records.json");
        const string Records = """{ "version": 1, "playbooks": {} }""";
        await File.WriteAllTextAsync(target, Records, Token);
        library.Write("child.yaml", Some.Leaf());
        File.CreateSymbolicLink(library.LockFile, target);

        VerificationLockException exception = await Should.ThrowAsync<VerificationLockException>(library.Engine().VerifyAsync("child.yaml"));

        exception.Message.ShouldContain("leads out of the library's root folder");
        (await File.ReadAllTextAsync(target, Token)).ShouldBe(Records);
    }

    // Another owner where the test runs as root, who alone may give files away.
    private static async Task<string> SetOwnerAsync(string path)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "12345:12346", path);
        }

        return await OwnerAsync(path);
    }

    private static Task<string> OwnerAsync(string path) => RunAsync("stat", "--format=%u:%g", path);

    private static async Task<string> RunAsync(string program, params string[] arguments)
        => (await CliWrap.Buffered.BufferedCommandExtensions.ExecuteBufferedAsync(CliWrap.Cli.Wrap(program).WithArguments(arguments), Token)).StandardOutput.Trim();
}
