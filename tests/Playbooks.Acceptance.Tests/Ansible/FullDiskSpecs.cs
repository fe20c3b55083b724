using System.Diagnostics;
using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>A file system without room for what a run needs: a real one, which only one process sees.</summary>
public sealed class FullDiskSpecs
{
    // What is left of it is said by a second program, since the file system is gone with the first.
    private const string Script = """
        mount -t tmpfs -o "$2" tmpfs "$1" || exit 99
        mount=$1; shift 2
        TMPDIR=$mount DOTNET_EnableDiagnostics=0 "$@"
        code=$?
        echo "left: $(ls -A "$mount")"
        exit $code
        """;

    [Theory(Timeout = Limit)]
    [InlineData(AnsibleBackend.Runner, "size=1m,nr_inodes=3", "no room for its folders")]
    [InlineData(AnsibleBackend.Direct, "size=1m,nr_inodes=3", "no room for its folders")]
    [InlineData(AnsibleBackend.Warm, "size=1m,nr_inodes=3", "no room for its folders")]
    [InlineData(AnsibleBackend.Runner, "size=8k,nr_inodes=100", "no room in its files")]
    [InlineData(AnsibleBackend.Direct, "size=8k,nr_inodes=100", "no room in its files")]
    [InlineData(AnsibleBackend.Warm, "size=8k,nr_inodes=100", "no room in its files")]
    public async Task A_full_disk_is_a_clear_error_and_nothing_is_left_on_it(AnsibleBackend backend, string options, string why)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- debug: { msg: hello }", "h1 ansible_connection=local\n");
        string mount = Directory.CreateDirectory(Path.Combine(repository.ArtifactFolder, "mount")).FullName;
        ProcessStartInfo start = new("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--map-root-user", "--mount", "sh", "-c", Script, "sh", mount, options,
            Path.Combine(AppContext.BaseDirectory, "Playbooks.CrashHost"), "ansible", repository.Folder, backend.ToString(), "1", "long=" + new string('x', 20_000),
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process host = Process.Start(start)!;
        Task<string> said = host.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string printed = await host.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);

        host.ExitCode.ShouldNotBe(99, $"{why}: {await said}");
        (await said).ShouldContain("Playbooks.Ansible.AnsibleRunnerException: The run of 'site.yml' failed at the files of its private folder");
        (await said).ShouldContain("or let TMPDIR name another folder; if Ansible had begun, a part of it has been done.");
        printed.Trim().ShouldBe("left:");
    }
}
