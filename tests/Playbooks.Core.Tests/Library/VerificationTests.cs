using System.Text.Json;
using AutoFixture;

namespace Playbooks.Tests.Library;

public sealed class VerificationTests
{
    private static readonly string SomeSha256 = new('a', 64);

    public static TheoryData<string> CorruptLockFiles =>
    [
        "",
        "{",
        "null",
        "[]",
        "{ \"version\": 2, \"playbooks\": {} }",
        "{ \"version\": 1, \"playbooks\": null }",
        "{ \"version\": 1, \"playbooks\": { \"child.yaml\": null } }",
        "{ \"version\": 1, \"playbooks\": { \"child.yaml\": {} } }",
        "{ \"version\": 1, \"unknown\": 1 }",
        $"{{ \"version\": 1, \"playbooks\": {{ \"child.yaml\": {{ \"sha256\": null, \"revision\": 1, \"verified_at\": \"2026-01-01T00:00:00+00:00\" }} }} }}",
        $"{{ \"version\": 1, \"playbooks\": {{ \"child.yaml\": {{ \"sha256\": \"abc\", \"revision\": 1, \"verified_at\": \"2026-01-01T00:00:00+00:00\" }} }} }}",
        $"{{ \"version\": 1, \"playbooks\": {{ \"child.yaml\": {{ \"sha256\": \"{SomeSha256}\", \"revision\": 0, \"verified_at\": \"2026-01-01T00:00:00+00:00\" }} }} }}",
        $"{{ \"version\": 1, \"playbooks\": {{ \"child.yaml\": {{ \"sha256\": \"{SomeSha256}\", \"revision\": 1, \"verified_at\": \"never\" }} }} }}",
        $"{{ \"version\": 1, \"playbooks\": {{ \"child.yaml\": {{ \"sha256\": \"{SomeSha256}\", \"revision\": 1, \"verified_at\": \"2026-01-01T00:00:00+00:00\", \"children\": null }} }} }}",
        $"{{ \"version\": 1, \"playbooks\": {{ \"child.yaml\": {{ \"sha256\": \"{SomeSha256}\", \"revision\": 1, \"verified_at\": \"2026-01-01T00:00:00+00:00\", \"children\": {{ \"x.yaml\": null }} }} }} }}",
        $"{{ \"version\": 1, \"playbooks\": {{ \"child.yaml\": {{ \"sha256\": \"{SomeSha256}\", \"revision\": 1, \"verified_at\": \"2026-01-01T00:00:00+00:00\", \"children\": {{ \"x.yaml\": {{ \"sha256\": null, \"revision\": 1 }} }} }} }} }}",
    ];

    [Fact]
    public async Task VerifyAsync_APlaybook_RecordsWhatWasVerified()
    {
        TestClock time = new();
        using TemporaryLibrary library = new(time);
        library.Write("child.yaml", Some.Leaf() + "version: 1.10\n");
        Verification verification = new Fixture().Create<Verification>() with { RequireRun = false };

        VerificationRecord record = await library.Engine().VerifyAsync("child.yaml", verification, TestContext.Current.CancellationToken);

        record.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(library.FullPath("child.yaml"), TestContext.Current.CancellationToken))));
        record.Revision.ShouldBe(1);
        record.Version.ShouldBe("1.10");
        record.VerifiedAt.ShouldBe(time.GetUtcNow());
        record.VerifiedBy.ShouldBe(verification.By);
        record.Note.ShouldBe(verification.Note);
        record.Run.ShouldBe(verification.Run);
        record.Children.ShouldBeEmpty();
    }

    [Fact]
    public async Task VerifyAsync_Again_GrowsTheRevisionOnlyOnAChange()
    {
        using TemporaryLibrary library = new();
        library.Write("leaf.yaml", Some.Leaf()).Write("child.yaml", Some.Caller("leaf.yaml"));
        PlaybookEngine engine = library.Engine();

        (await engine.VerifyAsync("leaf.yaml")).Revision.ShouldBe(1);
        (await engine.VerifyAsync("leaf.yaml")).Revision.ShouldBe(1);
        (await engine.VerifyAsync("child.yaml")).Revision.ShouldBe(1);
        library.Write("leaf.yaml", Some.Leaf() + "# changed\n");
        (await engine.VerifyAsync("leaf.yaml")).Revision.ShouldBe(2);
        (await engine.VerifyAsync("child.yaml")).Revision.ShouldBe(2);
        (await engine.VerifyAsync("child.yaml")).Revision.ShouldBe(2);
        library.Write("leaf.yaml", Some.Leaf());
        (await engine.VerifyAsync("leaf.yaml")).Revision.ShouldBe(3);
    }

    [Fact]
    public async Task VerifyAsync_ANest_HoldsEveryChildBelow()
    {
        using TemporaryLibrary library = new();
        library.Write("c.yaml", Some.Leaf()).Write("b.yaml", Some.Caller("c.yaml")).Write("d.yaml", Some.Leaf()).Write("a.yaml", Some.Caller("d.yaml", "b.yaml", "c.yaml"));
        await library.VerifyAsync("c.yaml", "b.yaml", "d.yaml");

        VerificationRecord record = await library.Engine().VerifyAsync("a.yaml");

        record.Children.Keys.ShouldBe(["b.yaml", "c.yaml", "d.yaml"]);
        record.Children.Values.ShouldAllBe(child => child.Revision == 1 && child.Sha256.Length == 64);
    }

    [Fact]
    public async Task VerifyAsync_WithErrors_RecordsNothing()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Caller("none.yaml"));

        PlaybookInvalidException exception = await Should.ThrowAsync<PlaybookInvalidException>(library.Engine().VerifyAsync("child.yaml"));

        exception.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2007");
        File.Exists(library.LockFile).ShouldBeFalse();
    }

    [Fact]
    public async Task VerifyAsync_SeveralPlaybooks_WritesASortedFileInSnakeCase()
    {
        using TemporaryLibrary library = new();
        library.Write("z.yaml", Some.Leaf()).Write("a/b.yaml", Some.Leaf()).Write("B.yaml", Some.Leaf());
        await library.VerifyAsync("z.yaml", "B.yaml", "a/b.yaml");

        using JsonDocument content = JsonDocument.Parse(await File.ReadAllTextAsync(library.LockFile, TestContext.Current.CancellationToken));

        content.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["version", "playbooks"]);
        JsonElement playbooks = content.RootElement.GetProperty("playbooks");
        playbooks.EnumerateObject().Select(property => property.Name).ShouldBe(["B.yaml", "a/b.yaml", "z.yaml"]);
        playbooks.GetProperty("z.yaml").EnumerateObject().Select(property => property.Name).ShouldBe(["sha256", "revision", "verified_at", "verified_by", "children"]);
    }

    [Fact]
    public async Task UnverifyAsync_AVerifiedPlaybook_WithdrawsItsRecord()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");

        (await library.Engine().UnverifyAsync("child.yaml")).ShouldBeTrue();

        (await library.Engine().UnverifyAsync("child.yaml")).ShouldBeFalse();
        (await library.PlanAsync(Some.Caller("child.yaml"))).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2001");
        FilesBesideThePlaybooks(library).ShouldBe(["playbooks.lock.json"]);
    }

    [Theory]
    [MemberData(nameof(CorruptLockFiles))]
    public async Task PlanAsync_CorruptLockFile_ThrowsWithItsPath(string content)
    {
        using TemporaryLibrary library = new();
        library.Write("playbooks.lock.json", content).Write("child.yaml", Some.Leaf());

        VerificationLockException exception = await Should.ThrowAsync<VerificationLockException>(library.PlanAsync(Some.Caller("child.yaml")));

        exception.Message.ShouldContain(library.Library.RootDirectory);
        await Should.ThrowAsync<VerificationLockException>(library.Engine().VerifyAsync("child.yaml"));
        (await File.ReadAllTextAsync(library.LockFile, TestContext.Current.CancellationToken)).ShouldBe(content);
        FilesBesideThePlaybooks(library).ShouldBe(["playbooks.lock.json"]);
    }

    [Theory]
    [InlineData("\"verified_by\"", "\"verified_b\\u0079\"")]
    [InlineData("\"children\": {}", "\"note\": null, \"children\": {}")]
    public async Task ListAsync_LockFileThatIsNotAsItIsWritten_ReadsTheSame(string written, string edited)
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        await library.Engine().VerifyAsync("child.yaml", new Verification { By = "Ada" });
        VerificationRecord before = (await library.Library.ListAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Record!;
        string content = await File.ReadAllTextAsync(library.LockFile, TestContext.Current.CancellationToken);
        content.ShouldContain(written);

        library.Write("playbooks.lock.json", content.Replace(written, edited, StringComparison.Ordinal));

        VerificationRecord after = (await library.Library.ListAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Record!;
        after.Children.ShouldBeEmpty();
        (after with { Children = before.Children }).ShouldBe(before);
        after.VerifiedBy.ShouldBe("Ada");
    }

    [Fact]
    public async Task UnverifyAsync_CorruptLockFile_LeavesNoGuardBehind()
    {
        using TemporaryLibrary library = new();
        library.Write("playbooks.lock.json", "{");

        await Should.ThrowAsync<VerificationLockException>(library.Engine().UnverifyAsync("child.yaml"));

        FilesBesideThePlaybooks(library).ShouldBe(["playbooks.lock.json"]);
    }

    [Fact]
    public async Task VerifyAsync_FromManyEnginesAtOnce_LosesNothingAndLeavesNothing()
    {
        using TemporaryLibrary library = new();
        string[] paths = [.. Enumerable.Range(0, 60).Select(i => $"p{i}.yaml")];
        foreach (string path in paths)
        {
            library.Write(path, Some.Leaf());
        }

        await Task.WhenAll(paths.Select(path => Task.Run(() => new PlaybookEngine(new PlaybookLibrary(library.RootDirectory)).VerifyAsync(path))));

        (await library.PlanAsync(Some.Caller(paths))).Diagnostics.ShouldBeEmpty();
        FilesBesideThePlaybooks(library).ShouldBe(["playbooks.lock.json"]);
    }

    [Fact]
    public async Task PlanAsync_WhileOthersVerify_NeverSeesAPartOfTheLockFile()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf()).Write("root.yaml", Some.Caller("child.yaml"));
        await library.VerifyAsync("child.yaml");
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < 15; i++)
            {
                await library.VerifyAsync("child.yaml");
            }
        });

        int plans = 0;
        while (!writer.IsCompleted || plans < 10)
        {
            (await library.Engine().PlanAsync("root.yaml")).Diagnostics.ShouldBeEmpty();
            plans++;
        }

        await writer;
    }

    private static IEnumerable<string?> FilesBesideThePlaybooks(TemporaryLibrary library)
        => Directory.EnumerateFiles(library.RootDirectory).Select(Path.GetFileName).Where(name => !name!.EndsWith(".yaml", StringComparison.Ordinal));
}
