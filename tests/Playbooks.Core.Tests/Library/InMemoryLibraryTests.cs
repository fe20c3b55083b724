using System.Text;

namespace Playbooks.Tests.Library;

public sealed class InMemoryLibraryTests
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> Files = new()
    {
        ["leaf.yaml"] = Encoding.UTF8.GetBytes(Some.Leaf() + "version: 1.10\n"),
        ["blocks/root.yaml"] = Encoding.UTF8.GetBytes(Some.Caller("leaf.yaml")),
        ["ansible.yaml"] = Encoding.UTF8.GetBytes("- hosts: all\n"),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListAsync_SomeVerified_ListsPlaybooksWithTheirStates()
    {
        PlaybookLibrary library = PlaybookLibrary.InMemory(Files, ["leaf.yaml"], "/", new StoppedClock());

        IReadOnlyList<LibraryEntry> entries = await library.ListAsync(Cancellation);

        entries.Select(entry => (entry.Path, entry.State)).ShouldBe(
            [("blocks/root.yaml", VerificationState.Unverified), ("leaf.yaml", VerificationState.Verified)]);
        entries[1].Record.ShouldNotBeNull().VerifiedAt.ShouldBe(DateTimeOffset.UnixEpoch);
        entries[1].Record!.Version.ShouldBe("1.10");
    }

    [Fact]
    public async Task RunAsync_AVerifiedChild_RunsIt()
    {
        PlaybookEngine engine = new(PlaybookLibrary.InMemory(Files, ["leaf.yaml"], "/"));

        ExecutionReport report = await engine.RunAsync("blocks/root.yaml", cancellationToken: Cancellation);

        report.EnsureSucceeded().Steps[0].Nested.ShouldNotBeNull();
    }

    [Fact]
    public async Task VerifyAsync_AtTheSameTime_LosesNoRecord()
    {
        Dictionary<string, ReadOnlyMemory<byte>> many = Enumerable.Range(0, 50)
            .ToDictionary(i => $"{i}.yaml", _ => Files["leaf.yaml"]);
        PlaybookEngine engine = new(PlaybookLibrary.InMemory(many, [], "/"));

        await Task.WhenAll(many.Keys.Select(path => Task.Run(() => engine.VerifyAsync(path), Cancellation)));

        (await engine.Library.ListAsync(Cancellation)).ShouldAllBe(entry => entry.State == VerificationState.Verified);
    }

    [Theory]
    [InlineData("../leaf.yaml")]
    [InlineData("/leaf.yaml")]
    public void InMemory_APathOutsideTheRoot_IsRefused(string path)
        => Should.Throw<ArgumentException>(() => PlaybookLibrary.InMemory(
            new Dictionary<string, ReadOnlyMemory<byte>> { [path] = Files["leaf.yaml"] }, [], "/"));

    [Fact]
    public void InMemory_AVerifiedPathWithoutAFile_IsRefused()
        => Should.Throw<ArgumentException>(() => PlaybookLibrary.InMemory(Files, ["gone.yaml"], "/"))
            .Message.ShouldContain("'gone.yaml'");

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
