using Playbooks.Storage;

namespace Playbooks.Tests.Storage;

public sealed class CommandHintsTests
{
    private static readonly CommandHints Hints = new() { Library = "my books", History = "h.db" };

    [Theory]
    [InlineData("deploy/restart", "deploy/restart")]
    [InlineData("k[x y]", "'k[x y]'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("", "''")]
    public void Quoted_Word_IsOneForAShell(string word, string quoted) => CommandHints.Quoted(word).ShouldBe(quoted);

    [Fact]
    public void Continue_NothingInDoubt_IsResume()
        => new CommandHints().Continue("run1", []).ShouldBe(["run1 was interrupted; to continue it:", "  playbooks resume run1"]);

    [Fact]
    public void Continue_StepsInDoubt_DecidesAboutAllOfThemInOneCommand()
        => Hints.Continue("run1", ["a", "k[x y]"]).ShouldBe(
        [
            "run1 was interrupted within steps that must not be repeated. Check if they were done, then decide:",
            "  playbooks resume run1 --done a --done 'k[x y]' --library 'my books' --history h.db   # all was done",
            "  playbooks resume run1 --failed a --failed 'k[x y]' --library 'my books' --history h.db   # all was not, and counts as failed",
            "  playbooks resume run1 --again a --again 'k[x y]' --library 'my books' --history h.db   # run all again",
        ]);

    [Fact]
    public async Task Complete_HintThatVerifies_NamesTheLibrary()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        Diagnostic diagnostic = (await library.PlanAsync(Some.Caller("child.yaml"))).Diagnostics.ShouldHaveSingleItem();

        Hints.Complete(diagnostic).Hint.ShouldBe("Try it, then: playbooks verify --library 'my books' child.yaml");
        new CommandHints().Complete(diagnostic).ShouldBe(diagnostic);
    }
}
