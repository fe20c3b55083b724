using System.Diagnostics;
using System.Globalization;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Many runs hold no more than one: counted in a process where nothing else happens.</summary>
public sealed class LeakSpecs
{
    private const string Runs = "5";

    [Theory(Timeout = Limit)]
    [InlineData("Runner")]
    [InlineData("Direct")]
    public async Task No_run_leaves_a_handle_or_a_child(string backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- name: Greet\n  ansible.builtin.ping:");
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Playbooks.CrashHost")) { RedirectStandardOutput = true };
        foreach (string argument in (string[])["ansible", repository.Folder, backend, Runs])
        {
            start.ArgumentList.Add(argument);
        }

        using Process host = Process.Start(start)!;
        List<string> said = [];
        while (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
        }

        said.Count.ShouldBe(3, string.Join('\n', said));
        int[] counts = [.. said.Select(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture))];
        counts[1].ShouldBeLessThanOrEqualTo(counts[0] + 1, "handles");
        counts[2].ShouldBe(0, "children");
    }
}
