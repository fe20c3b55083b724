using Playbooks.Agent.Discovery;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>What is parsed again, and what is not.</summary>
public sealed class UnchangedFileSpecs : IDisposable
{
    private readonly FakeRepository _repository = new(recordedCase: null);
    private readonly AnsiblePlaybookCatalog _catalog;

    public UnchangedFileSpecs()
    {
        _catalog = new AnsiblePlaybookCatalog(_repository.Folder);
        _repository.Write("site.yml", "- hosts: all\n  roles: [web]\n");
        _repository.Write("roles/web/tasks/main.yml", "- template: { src: a.j2, dest: /a }\n");
        _repository.Write("roles/web/templates/a.j2", "{{ port }}");
        _repository.Write("roles/web/defaults/main.yml", "port: 80\n");
        foreach (string file in Directory.EnumerateFiles(_repository.Folder, "*", SearchOption.AllDirectories))
        {
            Age(file);
        }
    }

    public void Dispose()
    {
        _catalog.Dispose();
        _repository.Dispose();
    }

    [Fact]
    public async Task The_first_scan_parses_each_file_once()
        => (await ScanAsync()).ParsedFiles.ShouldBe(4);

    [Fact]
    public async Task Nothing_is_parsed_again_when_nothing_changed()
    {
        AnsiblePlaybookListing first = await ScanAsync();

        AnsiblePlaybookListing second = await ScanAsync();

        second.ParsedFiles.ShouldBe(0);
        second.Playbooks.Single().Digest.ShouldBe(first.Playbooks.Single().Digest);
    }

    [Fact]
    public async Task A_scan_starts_one_process_and_none_when_nothing_changed()
    {
        string starts = Path.Combine(_repository.Folder, "starts");
        string python = Path.Combine(_repository.Folder, "python");
        _repository.Write("python", $"#!/bin/sh\necho started >> '{starts}'\nexec /usr/bin/python3 \"$@\"\n");
        File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using AnsiblePlaybookCatalog catalog = new(_repository.Folder, new AnsiblePlaybookCatalogOptions { PythonProgram = python });
        (await catalog.GetAsync(cancellationToken: TestContext.Current.CancellationToken)).ParsedFiles.ShouldBe(4);

        (await catalog.GetAsync(forceRefresh: true, TestContext.Current.CancellationToken)).ParsedFiles.ShouldBe(0);

        File.ReadAllLines(starts).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_touched_file_with_the_same_content_is_not_parsed_again()
    {
        await ScanAsync();
        File.SetLastWriteTimeUtc(Path.Combine(_repository.Folder, "site.yml"), new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (await ScanAsync()).ParsedFiles.ShouldBe(0);
    }

    [Fact]
    public async Task A_changed_role_default_makes_its_playbooks_anew_but_parses_only_itself()
    {
        (await ScanAsync()).Playbooks.Single().RequiredVariables.ShouldBeEmpty();
        _repository.Write("roles/web/defaults/main.yml", "other: 1\n");

        AnsiblePlaybookListing second = await ScanAsync();

        second.ParsedFiles.ShouldBe(1);
        second.Playbooks.Single().RequiredVariables.Single().Name.ShouldBe("port");
    }

    [Fact]
    public async Task A_role_default_that_has_gone_is_missed()
    {
        await ScanAsync();
        File.Delete(Path.Combine(_repository.Folder, "roles/web/defaults/main.yml"));

        AnsiblePlaybookListing second = await ScanAsync();

        second.ParsedFiles.ShouldBe(0);
        second.Playbooks.Single().RequiredVariables.Single().Name.ShouldBe("port");
    }

    [Fact]
    public async Task A_change_that_keeps_size_and_time_is_seen_while_the_time_is_recent()
    {
        DateTime now = DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime, DateTimeKind.Utc);
        string file = Path.Combine(_repository.Folder, "site.yml");
        _repository.Write("site.yml", "- hosts: one\n");
        File.SetLastWriteTimeUtc(file, now);
        await ScanAsync();
        _repository.Write("site.yml", "- hosts: two\n");
        File.SetLastWriteTimeUtc(file, now);

        (await ScanAsync()).Playbooks.Single().Hosts.ShouldBe(["two"]);
    }

    [Fact]
    public async Task A_deleted_playbook_is_listed_no_more()
    {
        await ScanAsync();
        File.Delete(Path.Combine(_repository.Folder, "site.yml"));

        (await ScanAsync()).Playbooks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repaired_file_is_invalid_no_more()
    {
        _repository.Write("site.yml", "- hosts: [\n");
        (await ScanAsync()).Invalid.Count.ShouldBe(1);
        _repository.Write("site.yml", "- hosts: []\n");

        (await ScanAsync()).Invalid.ShouldBeEmpty();
    }

    private static void Age(string file) => File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private Task<AnsiblePlaybookListing> ScanAsync() => _catalog.GetAsync(forceRefresh: true, TestContext.Current.CancellationToken);
}
