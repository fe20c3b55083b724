using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>Runs a program that runs Ansible. Afterwards, no process of it is left on this machine.</summary>
internal static class AnsibleProcess
{
    private const string GoesOnElsewhere =
        "The run was stopped while it used ssh: what it had started on other hosts without a terminal (async jobs, and "
        + "modules with pipelining) cannot be ended from here and may go on there.";

    /// <summary>
    /// The files of killed modules. Ansible writes each module with all its arguments, secrets included, into a folder
    /// that only the module would have removed. The module's command line contains the path, and the folder's name
    /// contains the id of the process that made it.
    /// </summary>
    public static ProcessTraces Traces { get; } = new(
        InCommands: """/[^\s'"=]*/ansible-tmp-[0-9.]+-[0-9]+-[0-9]+(?=[/\s'"]|$)""",
        Parent: Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ansible", "tmp"),
        Names: "ansible-tmp-[0-9.]+-([0-9]+)-[0-9]+");

    /// <summary>Runs a program to its end, or until it is stopped.</summary>
    /// <param name="request">The program, and the ends after which its background processes may go on if the options
    /// allow it.</param>
    /// <param name="invocation">The run that it belongs to.</param>
    /// <param name="onOutput">Takes standard output.</param>
    /// <param name="onError">Takes standard error.</param>
    /// <param name="stop">Ends the program, without an exception.</param>
    /// <exception cref="AnsibleRunnerException">It could not be started.</exception>
    public static async Task<AnsibleProcessEnd> RunAsync(
        ProcessRequest request,
        AnsibleInvocation invocation,
        ProcessOutputHandler onOutput,
        ProcessOutputHandler onError,
        CancellationToken stop)
    {
        RunDirectory directory = invocation.Directory;
        request = request with
        {
            StopsByInterrupt = true,
            GracePeriod = invocation.Options.GracePeriod,
            MayLeave = invocation.Options.KeepBackgroundProcesses ? request.MayLeave : null,

            // The process title of ssh's shared connections. They must end, as their sockets are removed with the run's
            // folder.
            NeverLeaves = $"ssh: {directory.Sockets}/",
            Traces = Traces,
            Folder = directory.Root,
        };
        try
        {
            ProcessResult result = await ChildProcess.RunAsync(request, onOutput, onError, stop).ConfigureAwait(false);
            return new AnsibleProcessEnd
            {
                ExitCode = result.ExitCode,
                Remains = result.Leftovers,
                Warnings = result.Warnings,
                SharesConnections = directory.HoldsSockets,
            };
        }
        catch (ProcessStartException exception)
        {
            throw new AnsibleRunnerException(exception.Message, exception);
        }
        catch (ProcessCanceledException exception)
        {
            return new AnsibleProcessEnd
            {
                WasStopped = true,
                Remains = exception.Remains,
                Unstoppable = exception.Unstoppable,
                Warnings = exception.Warnings,
                SharesConnections = directory.HoldsSockets,
            };
        }
    }

    /// <summary>Gets the warnings for the summary.</summary>
    /// <param name="end">The end of the program.</param>
    /// <param name="isKilled">True when Ansible was killed before it had ended by itself.</param>
    public static IReadOnlyList<string> Warnings(AnsibleProcessEnd end, bool isKilled)
    {
        List<string> warnings = [.. end.Warnings];
        if (isKilled && end.UsedSsh)
        {
            warnings.Add(GoesOnElsewhere);
        }

        if (end.EndedInBackground > 0)
        {
            warnings.Add(
                "The run had left processes in the background on this machine, which were ended with it: "
                + $"{end.EndedInBackground}. "
                + "KeepBackgroundProcesses lets them go on.");
        }

        return warnings;
    }
}
