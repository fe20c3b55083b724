using Playbooks.Ansible;

namespace Playbooks.CrashHost;

/// <summary>Runs <c>site.yml</c> of a repository, once or many times, for a test that kills this program or looks at what it holds.</summary>
internal static class AnsibleRuns
{
    public static async Task RunAsync(string repository, string backend, int times, IReadOnlyDictionary<string, object> environment, IReadOnlyDictionary<string, object?> extraVars)
    {
        await using AnsibleExecutor ansible = new(repository, new AnsibleExecutorOptions
        {
            Backend = Enum.Parse<AnsibleBackend>(backend),
            ArtifactRetention = 0,
        });
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = extraVars, Environment = environment };

        // What is made once for all runs, such as a warm server, is not a leak.
        await ansible.ExecuteAsync(request);
        for (int run = 1; run < times; run++)
        {
            if (run == 1)
            {
                Console.WriteLine($"handles {Handles()}");
            }

            await ansible.ExecuteAsync(request);
        }

        Console.WriteLine($"handles {Handles()}");
        Console.WriteLine($"children {Children()}");
    }

    private static int Handles()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Directory.GetFileSystemEntries("/proc/self/fd").Length;
    }

    // Whatever state they are in.
    private static int Children()
        => Directory.EnumerateDirectories("/proc").Count(folder => int.TryParse(Path.GetFileName(folder), out _) && IsChild(Path.Combine(folder, "stat")));

    private static bool IsChild(string stat)
    {
        try
        {
            string text = File.ReadAllText(stat);
            return text[(text.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{Environment.ProcessId}";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
