using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Playbooks.Ansible.Events;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>Runs Ansible through the program <c>ansible-runner</c>, and reads its files.</summary>
/// <remarks>
/// The runner's exit code is not used (it is 0 for an Ansible that was killed). Its rotation is not used (it deletes
/// folders of running jobs). Its private folder is a new one for each run (the next run would use the files of the one
/// before).
/// </remarks>
internal sealed class RunnerBackend : IAnsibleBackend
{
    // If this process dies, the runner ends the run by itself, a little later.
    private static readonly TimeSpan OwnLimitMargin = TimeSpan.FromSeconds(30);

    public async Task<BackendOutcome> RunAsync(
        AnsibleInvocation invocation, EventSummarizer summarizer, CancellationToken stop)
    {
        // Random, so that it cannot be guessed: an event with another id is not of this run.
        string ident = RandomNumberGenerator.GetHexString(32, lowercase: true);
        string artifacts = Path.Combine(invocation.Directory.Artifacts, ident);
        OutputTail said = new(redactor: invocation.Redactor);
        JobEvents events = new(Path.Combine(artifacts, "job_events"), summarizer, ident);
        using CancellationTokenSource ended = new();
        Task following = summarizer.IsWatched
            ? events.FollowAsync(invocation.Options.TimeProvider, ended.Token)
            : Task.CompletedTask;
        AnsibleProcessEnd end;
        try
        {
            ProcessRequest process = await PrepareAsync(invocation, ident).ConfigureAwait(false);
            end = await AnsibleProcess.RunAsync(process, invocation, said.WriteAsync, said.WriteAsync, stop)
                .ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(false);
        }

        string? result = await ReadResultAsync(artifacts).ConfigureAwait(false);
        bool isKilled = !IsExitCode(result);

        // A stopped run has still done something: all its events are read.
        await events.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);

        return end.WasStopped
            ? BackendOutcome.Stopped(end)
            : new BackendOutcome
            {
                ExitCode = ExitCode(result, invocation, end.ExitCode, said),
                Warnings = AnsibleProcess.Warnings(end, isKilled),
            };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<ProcessRequest> PrepareAsync(AnsibleInvocation invocation, string ident)
    {
        RunDirectory directory = invocation.Directory;
        AnsibleRequest request = invocation.Request;
        string limit = request.Timeout == Timeout.InfiniteTimeSpan
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $", \"job_timeout\": {(long)(request.Timeout + OwnLimitMargin).TotalSeconds}");

        // By default, the runner looks for a signal only every 5 seconds.
        await RunDirectory.WriteFileAsync(
            Path.Combine(directory.Root, "env", "settings"),
            Encoding.UTF8.GetBytes($$"""{"pexpect_timeout": 1{{limit}}}"""),
            CancellationToken.None)
            .ConfigureAwait(false);
        Dictionary<string, string> environment = AnsibleEnvironment.Build(invocation);

        // The runner would override both with its own values.
        AnsibleConfig config = await AnsibleConfig.ReadAsync(
            invocation.Repository.Root, environment, CancellationToken.None)
            .ConfigureAwait(false);
        (environment["ANSIBLE_HOST_KEY_CHECKING"], environment["ANSIBLE_CALLBACK_PLUGINS"]) =
            (config.HostKeyChecking, config.CallbackFolders);

        // The runner leaves longer results out of their events, and with them the message and the flag of a change.
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

            // The runner itself would kill Ansible, whose modules then leave their files behind. So all processes get
            // the signal to end, and the runner, which puts Ansible into a session with a terminal of its own, gets it
            // after Ansible has ended.
            EndsLast = true,
            Prepare = invocation.WriteFilesAsync,

            // Background processes of a killed Ansible do not know of its death, and are not meant to go on.
            MayLeave = async _
                => IsExitCode(await ReadResultAsync(Path.Combine(directory.Artifacts, ident)).ConfigureAwait(false)),
            NotFoundHint = "Install ansible-runner (for example 'pip install ansible-runner', or your distribution's "
                + "package), or set AnsibleExecutorOptions.RunnerProgram to its path.",
        };
    }

    private static bool IsExitCode(string? result)
        => int.TryParse(result, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static async Task<string?> ReadResultAsync(string artifacts)
    {
        string file = Path.Combine(artifacts, "rc");
        return File.Exists(file)
            ? (await File.ReadAllTextAsync(file, CancellationToken.None).ConfigureAwait(false)).Trim()
            : null;
    }

    private static int? ExitCode(string? result, AnsibleInvocation invocation, int? processExitCode, OutputTail said)
    {
        string program = invocation.Options.RunnerProgram;
        if (int.TryParse(result, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exitCode))
        {
            // Ansible itself never ends with 127. With this code, the runner reports that it found no Ansible.
            return exitCode != 127
                ? exitCode
                : throw new AnsibleRunnerException(
                    $"'{program}' found no program 'ansible-playbook'. Install ansible-core where the PATH finds it.");
        }

        return result switch
        {
            // Python's None: a signal ended ansible-playbook.
            "None" => null,
            null => throw new AnsibleRunnerException($"'{program}' ended with exit code {processExitCode} and left no "
                + $"result for '{invocation.Request.Playbook}'. "
                + $"{TerminalText.Quote(said.ToString(), invocation.Redactor)}"),
            _ => throw new AnsibleRunnerException($"'{program}' left a result for '{invocation.Request.Playbook}' that "
                + $"is not an exit code: '{TerminalText.Shorten(result, 100)}'. "
                + $"{TerminalText.Quote(said.ToString(), invocation.Redactor)}"),
        };
    }
}
