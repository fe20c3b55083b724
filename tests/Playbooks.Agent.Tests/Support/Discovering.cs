using Playbooks.Agent.Discovery;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Support;

/// <summary>What a catalogue says of a repository.</summary>
public static class Discovering
{
    public static async Task<AnsiblePlaybookListing> DiscoverAsync(this FakeRepository repository, AnsiblePlaybookCatalogOptions? options = null)
    {
        using AnsiblePlaybookCatalog catalog = new(repository.Folder, options);
        return await catalog.GetAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    public static async Task<string[]> PathsAsync(this FakeRepository repository)
        => [.. (await repository.DiscoverAsync()).Playbooks.Select(playbook => playbook.Path)];

    /// <summary>The one playbook of a repository that has this and these files.</summary>
    public static async Task<AnsiblePlaybookInfo> InfoAsync(string yaml, string path = "play.yml", params (string Path, string Text)[] others)
    {
        using FakeRepository repository = new(recordedCase: null);
        repository.Write(path, yaml);
        foreach ((string other, string text) in others)
        {
            repository.Write(other, text);
        }

        return (await repository.DiscoverAsync()).Playbooks.Single(playbook => playbook.Path == path);
    }

    /// <summary>The names of its required variables, in one line.</summary>
    public static async Task<string> RequiredAsync(string yaml, params (string Path, string Text)[] others)
        => Names(await InfoAsync(yaml, "play.yml", others));

    /// <summary>The same for one play with these tasks.</summary>
    public static Task<string> RequiredByTasksAsync(string tasks, params (string Path, string Text)[] others)
        => RequiredAsync(Play(tasks), others);

    /// <summary>Scans all cases at once, each in a folder of its own: what is to be required of each stands beside it.</summary>
    public static async Task ShouldRequireAsync(
        Func<string, string> play, Func<string, (string Path, string Text)[]> others, params (string Text, string Required)[] cases)
    {
        using FakeRepository repository = new(recordedCase: null);
        for (int i = 0; i < cases.Length; i++)
        {
            repository.Write($"case{i}/play.yml", play(cases[i].Text));
            foreach ((string path, string text) in others(cases[i].Text))
            {
                repository.Write($"case{i}/{path}", text);
            }
        }

        AnsiblePlaybookListing listing = await repository.DiscoverAsync();
        listing.Invalid.ShouldBeEmpty();
        Dictionary<string, AnsiblePlaybookInfo> playbooks = listing.Playbooks.ToDictionary(playbook => playbook.Path);
        cases.Select((each, i) => $"{each.Text} => {Names(playbooks[$"case{i}/play.yml"])}")
            .ShouldBe(cases.Select(each => $"{each.Text} => {each.Required}"));
    }

    /// <summary>A play of these tasks.</summary>
    public static string Play(string tasks)
        => "- hosts: all\n  tasks:\n" + string.Concat(tasks.Split('\n').Select(line => $"    {line}\n"));

    private static string Names(AnsiblePlaybookInfo playbook) => string.Join(' ', playbook.RequiredVariables.Select(variable => variable.Name));
}
