using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>.playbooksignore, which has the syntax of gitignore.</summary>
public sealed class IgnoreSpecs : IDisposable
{
    private static readonly string[] Files = ["a.yml", "b.yml", "drafts/a.yml", "drafts/keep.yml", "x/drafts/c.yml", "x/y/z/d.yml", "x/a b.yml", "x/#1.yml"];

    private readonly FakeRepository _repository = new(recordedCase: null);

    public IgnoreSpecs()
    {
        foreach (string file in Files)
        {
            _repository.Write(file, "- hosts: all\n");
        }
    }

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("# a.yml\n\n   \n", "")]
    [InlineData("a.yml", "a.yml drafts/a.yml")]
    [InlineData("/a.yml", "a.yml")]
    [InlineData("/a.yml   \r\n", "a.yml")]
    [InlineData("drafts/", "drafts/a.yml drafts/keep.yml x/drafts/c.yml")]
    [InlineData("/drafts/", "drafts/a.yml drafts/keep.yml")]
    [InlineData("a.yml/", "")]
    [InlineData("drafts/*", "drafts/a.yml drafts/keep.yml")]
    [InlineData("drafts/*\n!drafts/keep.yml", "drafts/a.yml")]
    [InlineData("!a.yml\na.yml", "a.yml drafts/a.yml")]
    [InlineData("a.yml\n!/a.yml", "drafts/a.yml")]
    [InlineData("drafts/\n!drafts/keep.yml", "drafts/a.yml drafts/keep.yml x/drafts/c.yml")]
    [InlineData("*.yml\n!b.yml", "a.yml drafts/a.yml drafts/keep.yml x/drafts/c.yml x/y/z/d.yml x/a b.yml x/#1.yml")]
    [InlineData("*", "a.yml b.yml drafts/a.yml drafts/keep.yml x/drafts/c.yml x/y/z/d.yml x/a b.yml x/#1.yml")]
    [InlineData("**/drafts", "drafts/a.yml drafts/keep.yml x/drafts/c.yml")]
    [InlineData("x/**", "x/drafts/c.yml x/y/z/d.yml x/a b.yml x/#1.yml")]
    [InlineData("x/**/d.yml", "x/y/z/d.yml")]
    [InlineData("x/**/c.yml", "x/drafts/c.yml")]
    [InlineData("x/*/d.yml", "")]
    [InlineData("?.yml", "a.yml b.yml drafts/a.yml x/drafts/c.yml x/y/z/d.yml")]
    [InlineData("[a-b].yml", "a.yml b.yml drafts/a.yml")]
    [InlineData("[!a].yml", "b.yml x/drafts/c.yml x/y/z/d.yml")]
    [InlineData("[.yml", "")]
    [InlineData("a?b.yml", "x/a b.yml")]
    [InlineData("\\#1.yml", "x/#1.yml")]
    [InlineData("/\n//\n!\n\\", "")]
    public async Task Patterns_leave_files_alone(string patterns, string ignored)
    {
        _repository.Write(".playbooksignore", patterns);

        string[] left = await _repository.PathsAsync();

        Files.Except(left).Order(StringComparer.Ordinal).ShouldBe(Files.Where(file => (" " + ignored + " ").Replace("x/a b.yml", "x/a_b.yml").Contains($" {file.Replace(' ', '_')} ")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_in_a_subfolder_counts_there_and_wins()
    {
        _repository.Write(".playbooksignore", "a.yml\n");
        _repository.Write("drafts/.playbooksignore", "!a.yml\n/keep.yml\n");

        string[] left = await _repository.PathsAsync();

        left.ShouldContain("drafts/a.yml");
        left.ShouldNotContain("a.yml");
        left.ShouldNotContain("drafts/keep.yml");
    }

    [Fact(Timeout = Limit)]
    public async Task Patterns_of_many_stars_end_soon()
    {
        _repository.Write(string.Concat(Enumerable.Repeat("a", 200)) + ".yml", "- hosts: all\n");
        _repository.Write(".playbooksignore", string.Concat(Enumerable.Repeat("*a", 100)) + "b\n" + string.Concat(Enumerable.Repeat("**/a/", 200)) + "x\n");

        (await _repository.PathsAsync()).Length.ShouldBe(Files.Length + 1);
    }

    [Fact]
    public async Task An_ignore_file_that_is_no_text_hurts_nobody()
    {
        File.WriteAllBytes(Path.Combine(_repository.Folder, ".playbooksignore"), [0xFF, 0xFE, 0, 1, 2, (byte)'\n', (byte)'[']);

        (await _repository.PathsAsync()).Length.ShouldBe(Files.Length);
    }
}
