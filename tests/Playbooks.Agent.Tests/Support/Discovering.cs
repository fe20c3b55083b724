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
        => string.Join(' ', (await InfoAsync(yaml, "play.yml", others)).RequiredVariables.Select(variable => variable.Name));

    /// <summary>The same for one play with these tasks.</summary>
    public static Task<string> RequiredByTasksAsync(string tasks, params (string Path, string Text)[] others)
        => RequiredAsync("- hosts: all\n  tasks:\n" + string.Concat(tasks.Split('\n').Select(line => $"    {line}\n")), others);
}
