using BenchmarkDotNet.Attributes;
using Playbooks.Agent.Discovery;
using YamlDotNet.Core;

namespace Playbooks.Benchmarks;

/// <summary>Scanning a repository of 5,000 Ansible playbooks against a bare enumeration and YAML scan of the same files.</summary>
[MemoryDiagnoser]
public class DiscoveryBenchmarks
{
    private string _repository = "";
    private Func<Task<AnsiblePlaybookListing>> _scanAgain = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _repository = Directory.CreateTempSubdirectory("playbooks-bench-").FullName;
        Write("roles/web/defaults/main.yml", "port: 80\n");
        Write("roles/web/tasks/main.yml", "- debug: { msg: \"{{ port }} {{ zone }}\" }\n");
        Write("group_vars/all.yml", "zone: a\n");
        for (int i = 0; i < 5000; i++)
        {
            Write($"playbooks/team{i % 50}/service{i}-deploy.yml", Playbook(i));
        }

        // It watches nothing, so there is nothing to dispose of.
        AnsiblePlaybookCatalog catalog = new(_repository);
        await catalog.GetAsync();
        _scanAgain = () => catalog.GetAsync(forceRefresh: true);
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_repository, recursive: true);

    [Benchmark(Baseline = true)]
    public int BareScan()
    {
        int events = 0;
        foreach (string file in Directory.EnumerateFiles(_repository, "*.yml", SearchOption.AllDirectories))
        {
            using StreamReader text = new(file);
            Parser parser = new(text);
            while (parser.MoveNext())
            {
                events++;
            }
        }

        return events;
    }

    [Benchmark]
    public async Task<int> FirstScan()
    {
        using AnsiblePlaybookCatalog catalog = new(_repository);
        return (await catalog.GetAsync()).Playbooks.Count;
    }

    [Benchmark]
    public async Task<int> FirstScanOneAtATime()
    {
        using AnsiblePlaybookCatalog catalog = new(_repository, new AnsiblePlaybookCatalogOptions { MaximumParallelism = 1 });
        return (await catalog.GetAsync()).Playbooks.Count;
    }

    [Benchmark]
    public async Task<int> ScanOfUnchangedFiles() => (await _scanAgain()).Playbooks.Count;

    private static string Playbook(int i) => $$$"""
        # Deploys service {{{i}}} and checks that it answers.
        - name: Deploy service {{{i}}}
          hosts: web{{{i % 7}}}
          vars: { app: service{{{i}}}, folder: "/srv/{{ app }}" }
          roles: [web]
          tasks:
            - name: Folder
              file: { path: "{{ folder }}", state: directory, mode: "0755" }
              tags: [deploy]
            - name: Release
              unarchive:
                src: "https://example.org/{{ app }}-{{ version }}.tar.gz"
                dest: "{{ folder }}"
                remote_src: true
              register: release
              tags: [deploy]
            - name: Answer
              uri: { url: "http://localhost:{{ port }}/health" }
              register: answer
              until: answer.status == 200
              retries: 5
              when: release.changed and not ansible_check_mode
              tags: [check]

        """;

    private void Write(string name, string text)
    {
        string path = Path.Combine(_repository, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
