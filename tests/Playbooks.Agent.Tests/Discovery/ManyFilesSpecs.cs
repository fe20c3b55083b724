using System.Diagnostics;
using Playbooks.Agent.Discovery;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

public sealed class ManyFilesSpecs
{
    [Fact(Timeout = Limit)]
    public async Task Five_thousand_files_are_scanned_and_only_changed_ones_parsed_again()
    {
        using FakeRepository repository = new(recordedCase: null);
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        repository.Write("roles/web/defaults/main.yml", "port: 80\n");
        repository.Write("roles/web/tasks/main.yml", "- debug: { msg: \"{{ port }} {{ zone }}\" }\n");
        for (int i = 0; i < 5000; i++)
        {
            string file = $"playbooks/team{i % 50}/service{i}-deploy.yml";
            repository.Write(file, $"# Deploys service {i}.\n- hosts: web{i}\n  roles: [../../roles/web]\n  tasks:\n    - debug: {{ msg: \"{{{{ version }}}}\" }}\n      tags: [deploy]\n");
            File.SetLastWriteTimeUtc(Path.Combine(repository.Folder, file), old);
        }

        using AnsiblePlaybookCatalog catalog = new(repository.Folder);
        long started = Stopwatch.GetTimestamp();
        AnsiblePlaybookListing first = await catalog.GetAsync(cancellationToken: TestContext.Current.CancellationToken);
        TimeSpan cold = Stopwatch.GetElapsedTime(started);
        repository.Write("playbooks/team7/service7-deploy.yml", "- hosts: changed\n");
        started = Stopwatch.GetTimestamp();
        AnsiblePlaybookListing second = await catalog.GetAsync(forceRefresh: true, TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage($"5,000 files: {cold.TotalMilliseconds:0} ms, again {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");

        first.Playbooks.Count.ShouldBe(5000);
        first.Playbooks.ShouldAllBe(playbook => playbook.RequiredVariables.Count == 2);
        first.ParsedFiles.ShouldBe(5003);
        second.ParsedFiles.ShouldBe(1);
        second.Playbooks.Single(playbook => playbook.Service == "service7").Hosts.ShouldBe(["changed"]);
    }
}
