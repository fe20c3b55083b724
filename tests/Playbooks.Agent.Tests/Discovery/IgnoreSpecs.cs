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

    [Fact]
    public async Task Patterns_leave_files_alone()
    {
        (string Patterns, string Ignored)[] cases =
        [
            ("", ""),
            ("# a.yml\n\n   \n", ""),
            ("a.yml", "a.yml drafts/a.yml"),
            ("/a.yml", "a.yml"),
            ("/a.yml   \r\n", "a.yml"),
            ("drafts/", "drafts/a.yml drafts/keep.yml x/drafts/c.yml"),
            ("/drafts/", "drafts/a.yml drafts/keep.yml"),
            ("a.yml/", ""),
            ("drafts/*", "drafts/a.yml drafts/keep.yml"),
            ("drafts/*\n!drafts/keep.yml", "drafts/a.yml"),
            ("!a.yml\na.yml", "a.yml drafts/a.yml"),
            ("a.yml\n!/a.yml", "drafts/a.yml"),
            ("drafts/\n!drafts/keep.yml", "drafts/a.yml drafts/keep.yml x/drafts/c.yml"),
            ("*.yml\n!b.yml", "a.yml drafts/a.yml drafts/keep.yml x/drafts/c.yml x/y/z/d.yml x/a b.yml x/#1.yml"),
            ("*", "a.yml b.yml drafts/a.yml drafts/keep.yml x/drafts/c.yml x/y/z/d.yml x/a b.yml x/#1.yml"),
            ("**/drafts", "drafts/a.yml drafts/keep.yml x/drafts/c.yml"),
            ("x/**", "x/drafts/c.yml x/y/z/d.yml x/a b.yml x/#1.yml"),
            ("x/**/d.yml", "x/y/z/d.yml"),
            ("x/**/c.yml", "x/drafts/c.yml"),
            ("x/*/d.yml", ""),
            ("?.yml", "a.yml b.yml drafts/a.yml x/drafts/c.yml x/y/z/d.yml"),
            ("[a-b].yml", "a.yml b.yml drafts/a.yml"),
            ("[!a].yml", "b.yml x/drafts/c.yml x/y/z/d.yml"),
            ("[.yml", ""),
            ("a?b.yml", "x/a b.yml"),
            ("\\#1.yml", "x/#1.yml"),
            ("/\n//\n!\n\\", ""),
        ];
        using FakeRepository repository = new(recordedCase: null);
        for (int i = 0; i < cases.Length; i++)
        {
            repository.Write($"{i}/.playbooksignore", cases[i].Patterns);
            Array.ForEach(Files, file => repository.Write($"{i}/{file}", "- hosts: all\n"));
        }

        string[] left = await repository.PathsAsync();

        for (int i = 0; i < cases.Length; i++)
        {
            string ignored = $" {cases[i].Ignored} ".Replace("x/a b.yml", "x/a_b.yml");
            string[] expected = [.. Files.Where(file => ignored.Contains($" {file.Replace(' ', '_')} "))];
            Files.Except(left.Where(path => path.StartsWith($"{i}/", StringComparison.Ordinal)).Select(path => path[$"{i}/".Length..])).ShouldBe(expected, ignoreOrder: true, cases[i].Patterns);
        }
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
