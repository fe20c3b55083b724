using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Playbooks.Ansible.Events;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>Runs Ansible through the program <c>ansible-runner</c>, and reads the files that it writes.</summary>
/// <remarks>
/// Its exit code is not believed (0 for an Ansible that was killed), its rotation is not used (it deletes folders of
/// running jobs), and its private folder is a new one for each run (what a run leaves there, the next one would use).
/// </remarks>
internal sealed class RunnerBackend : IAnsibleBackend
{
    // A second line of defence, should this process die: the runner then ends the run by itself, a little later.
    private static readonly TimeSpan OwnLimitMargin = TimeSpan.FromSeconds(30);

    public async Task<BackendOutcome> RunAsync(AnsibleInvocation invocation, EventSummarizer summarizer, CancellationToken stop)
    {
        // Nobody can guess it: an event that carries another one is somebody else's.
        string ident = RandomNumberGenerator.GetHexString(32, lowercase: true);
        string artifacts = Path.Combine(invocation.Directory.Artifacts, ident);
        OutputTail said = new(redactor: invocation.Redactor);
        JobEvents events = new(Path.Combine(artifacts, "job_events"), summarizer, ident);
        using CancellationTokenSource ended = new();
        Task following = summarizer.IsWatched ? events.FollowAsync(invocation.Options.TimeProvider, ended.Token) : Task.CompletedTask;
        AnsibleProcessEnd end;
        try
        {
            ProcessRequest process = await PrepareAsync(invocation, ident).ConfigureAwait(false);
            end = await AnsibleProcess.RunAsync(process, invocation, said.WriteAsync, said.WriteAsync, stop).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(false);
        }

        string? result = await ReadResultAsync(artifacts).ConfigureAwait(false);
        bool isKilled = !IsExitCode(result);

        // What was killed has still happened: its events are read to the end.
        await events.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);

        return end.WasStopped
            ? BackendOutcome.Stopped(end)
            : new BackendOutcome { ExitCode = ExitCode(result, invocation, end.ExitCode, said), Warnings = AnsibleProcess.Warnings(end, isKilled) };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<ProcessRequest> PrepareAsync(AnsibleInvocation invocation, string ident)
    {
        RunDirectory directory = invocation.Directory;
        AnsibleRequest request = invocation.Request;
        string limit = request.Timeout == Timeout.InfiniteTimeSpan
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", \"job_timeout\": {(long)(request.Timeout + OwnLimitMargin).TotalSeconds}");

        // By default the runner looks for a signal every 5 seconds only.
        await RunDirectory.WriteFileAsync(Path.Combine(directory.Root, "env", "settings"), Encoding.UTF8.GetBytes($$"""{"pexpect_timeout": 1{{limit}}}"""), CancellationToken.None).ConfigureAwait(false);
        Dictionary<string, string> environment = AnsibleEnvironment.Build(invocation);

        // The runner would put its own in the place of both.
        AnsibleConfig config = await AnsibleConfig.ReadAsync(invocation.Repository.Root, environment, CancellationToken.None).ConfigureAwait(false);
        (environment["ANSIBLE_HOST_KEY_CHECKING"], environment["ANSIBLE_CALLBACK_PLUGINS"]) = (config.HostKeyChecking, config.CallbackFolders);

        // Longer results are left out of their events, and with them their message and whether something changed.
        environment["MAX_EVENT_RES"] = "50000000";
        List<string> arguments =
        [
            "run", directory.Root, "-p", invocation.Playbooks[^1], "--project-dir", invocation.Repository.Root,
            "--artifact-dir", directory.Artifacts, "-i", ident, "--omit-env-files", "-q",
        ];
        string commandLine = ShellQuote.Join([.. invocation.Arguments(), .. invocation.Playbooks.SkipLast(1)]);
        if (commandLine.Length > 0)
        {
            arguments.Add($"--cmdline={commandLine}");
        }

        return new ProcessRequest
        {
            FileName = invocation.Options.RunnerProgram,
            Arguments = arguments,
            Environment = environment,
            WorkingDirectory = directory.Root,

            // The runner's own way is to kill Ansible, whose modules leave their files behind then. So all of them are asked, and
            // the runner, which puts Ansible into a session with a terminal of its own, when Ansible has ended.
            EndsLast = true,
            Prepare = invocation.WriteFilesAsync,

            // What a killed Ansible had started goes on as if nothing had happened, and is not work that anybody wants to keep.
            MayLeave = async _ => IsExitCode(await ReadResultAsync(Path.Combine(directory.Artifacts, ident)).ConfigureAwait(false)),
            NotFoundHint = "Install ansible-runner (for example 'pip install ansible-runner', or your distribution's package), or set AnsibleExecutorOptions.RunnerProgram to its path.",
        };
    }

    private static bool IsExitCode(string? result)
        => int.TryParse(result, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static async Task<string?> ReadResultAsync(string artifacts)
    {
        string file = Path.Combine(artifacts, "rc");
        return File.Exists(file) ? (await File.ReadAllTextAsync(file, CancellationToken.None).ConfigureAwait(false)).Trim() : null;
    }

    private static int? ExitCode(string? result, AnsibleInvocation invocation, int? processExitCode, OutputTail said)
    {
        string program = invocation.Options.RunnerProgram;
        if (int.TryParse(result, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exitCode))
        {
            // Ansible itself never ends with 127: this is the runner saying that there is no Ansible.
            return exitCode != 127
                ? exitCode
                : throw new AnsibleRunnerException($"'{program}' found no program 'ansible-playbook'. Install ansible-core where the PATH finds it.");
        }

        return result switch
        {
            // Python's None: ansible-playbook was ended by a signal.
            "None" => null,
            null => throw new AnsibleRunnerException($"'{program}' ended with exit code {processExitCode} and left no result for '{invocation.Request.Playbook}'. {TerminalText.Quote(said.ToString(), invocation.Redactor)}"),
            _ => throw new AnsibleRunnerException($"'{program}' left a result for '{invocation.Request.Playbook}' that is no exit code: '{TerminalText.Shorten(result, 100)}'. {TerminalText.Quote(said.ToString(), invocation.Redactor)}"),
        };
    }
}
