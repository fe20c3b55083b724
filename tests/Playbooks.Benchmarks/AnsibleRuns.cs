using System.Diagnostics;
using System.Globalization;
using Playbooks.Ansible;

namespace Playbooks.Benchmarks;

/// <summary>What each way of running Ansible costs beside Ansible itself: whole runs, taking turns, medians and their ratios.</summary>
internal static class AnsibleRuns
{
    public const string Option = "--ansible";

    // So many at once; Ansible itself one after the other.
    private const string Many = "20-at-once";
    private const int HowMany = 20;
    private const string Bare = "ansible-playbook";
    private const string BareRunner = "ansible-runner -q";

    private static readonly (string Name, int Hosts, string Tasks)[] Workloads =
    [
        ("task", 1, "    - debug: { msg: hello }\n"),
        (Many, 1, "    - debug: { msg: hello }\n"),
        ("command", 1, "    - command: echo hello\n"),
        ("50x40", 50, string.Concat(Enumerable.Repeat("    - debug: { msg: hello }\n", 40))),
        ("output", 1, string.Concat(Enumerable.Repeat("    - command: head --bytes 4000000 /dev/zero\n", 3)) + string.Concat(Enumerable.Repeat("    - shell: head --bytes 4000000 /dev/zero | tr '\\0' x\n", 3))),
    ];

    /// <param name="rounds">How often each is run, besides once before.</param>
    /// <param name="workload">One of the workloads: a task that runs no module, 20 of them at once, a command, 50 hosts and 40 tasks, 24 MB of output; null for all.</param>
    /// <param name="names">Who takes part, besides Ansible itself; empty for all.</param>
    public static async Task MeasureAsync(int rounds, string? workload, IReadOnlyCollection<string> names)
    {
        foreach ((string name, int hosts, string tasks) in Workloads.Where(one => workload is null || one.Name == workload))
        {
            string folder = Directory.CreateTempSubdirectory("playbooks-bench-").FullName;
            try
            {
                await WriteAsync(folder, hosts, tasks);
                await MeasureAsync(name, folder, rounds, names);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        string peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        Console.WriteLine($"this process, at its highest: {peak.Split(':')[1].Trim()}");
    }

    private static async Task WriteAsync(string folder, int hosts, string tasks)
    {
        IEnumerable<string> names = Enumerable.Range(1, hosts).Select(number => $"h{number} ansible_connection=local ansible_python_interpreter=/usr/bin/python3");
        await File.WriteAllLinesAsync(Path.Combine(folder, "inventory"), names);
        await File.WriteAllTextAsync(Path.Combine(folder, "site.yml"), $"- hosts: all\n  gather_facts: false\n  tasks:\n{tasks}");
    }

    private static async Task MeasureAsync(string workload, string folder, int rounds, IReadOnlyCollection<string> names)
    {
        List<(string Name, Func<Task> RunAsync)> contenders =
        [
            (Bare, () => ShellAsync(folder, "exec ansible-playbook -i inventory site.yml > /dev/null")),
            (BareRunner, () => ShellAsync(folder, "d=$(mktemp -d); ansible-runner run $d -p site.yml --project-dir $PWD --inventory $PWD/inventory -q; s=$?; rm -r $d; exit $s")),
        ];
        List<AnsibleExecutor> executors = [];
        foreach (AnsibleBackend backend in Enum.GetValues<AnsibleBackend>())
        {
            AnsibleExecutor executor = new(folder, new AnsibleExecutorOptions { Backend = backend, ArtifactRetention = 0 });
            executors.Add(executor);
            contenders.Add((backend.ToString(), async () => (await executor.ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" })).EnsureSucceeded()));
        }

        if (workload == Many)
        {
            contenders = [.. contenders.Select(one => (one.Name, one.Name == Bare ? () => OneAfterTheOtherAsync(one.RunAsync) : (Func<Task>)(() => Task.WhenAll(Enumerable.Range(0, HowMany).Select(_ => one.RunAsync())))))];
        }

        contenders.RemoveAll(one => names.Count > 0 && one.Name != Bare && !names.Contains(one.Name, StringComparer.OrdinalIgnoreCase));

        Dictionary<string, List<double>> times = contenders.ToDictionary(one => one.Name, _ => new List<double>());
        for (int round = -1; round < rounds; round++)
        {
            foreach ((string name, Func<Task> runAsync) in contenders)
            {
                long started = Stopwatch.GetTimestamp();
                await runAsync();

                // The first round brings what later ones share.
                if (round >= 0)
                {
                    times[name].Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                }
            }
        }

        foreach (AnsibleExecutor executor in executors)
        {
            await executor.DisposeAsync();
        }

        double bare = times[Bare].Median();
        double runner = times.TryGetValue(BareRunner, out List<double>? measuredRunner) ? measuredRunner.Median() : double.NaN;
        foreach ((string name, List<double> measured) in times)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workload,-22} {name,-18} {measured.Median(),8:0.000} s   {measured.Median() / bare:0.00} of bare   {measured.Median() / runner:0.00} of ansible-runner"));
        }
    }

    private static async Task OneAfterTheOtherAsync(Func<Task> runAsync)
    {
        for (int i = 0; i < HowMany; i++)
        {
            await runAsync();
        }
    }

    private static async Task ShellAsync(string folder, string command)
    {
        // Not below a supervisor of ours: its cost belongs to the others.
        ProcessStartInfo start = new("/bin/sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardInput = true };
        start.Environment["LANG"] = "C.UTF-8";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{command}' ended with {process.ExitCode}.");
        }
    }
}
