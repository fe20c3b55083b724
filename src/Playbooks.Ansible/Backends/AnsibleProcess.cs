using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>Runs a program that runs Ansible, and sees to it that nothing of it is left on this machine, however it ends.</summary>
internal static class AnsibleProcess
{
    private const string GoesOnElsewhere =
        "The run was stopped while it used ssh: what it had started on other hosts without a terminal (async jobs, and modules with pipelining) cannot be ended from here and may go on there.";

    /// <summary>Runs it to its end, or until it is stopped.</summary>
    /// <param name="request">The program; how it is kept together and what is ended after it is set here.</param>
    /// <param name="invocation">The run that it belongs to.</param>
    /// <param name="onOutput">Takes standard output.</param>
    /// <param name="onError">Takes standard error.</param>
    /// <param name="stop">Ends the program. No exception then.</param>
    /// <exception cref="AnsibleRunnerException">It could not be started.</exception>
    public static async Task<AnsibleProcessEnd> RunAsync(ProcessRequest request, AnsibleInvocation invocation, ProcessOutputHandler onOutput, ProcessOutputHandler onError, CancellationToken stop)
    {
        AnsibleExecutorOptions options = invocation.Options;
        RunDirectory directory = invocation.Directory;
        bool keepsBackground = options.KeepBackgroundProcesses;
        await RunGuard.Shared.MarkAsync(directory.Root, request.RunId, request.IsSupervisor).ConfigureAwait(false);
        ProcessResult? result = null;
        ProcessCanceledException? stopped = null;
        try
        {
            result = await ChildProcess.RunAsync(
                request with { EndLeftovers = !keepsBackground, Isolation = keepsBackground ? ProcessIsolation.None : Isolation(options), LeftoverReport = directory.Leftovers },
                onOutput,
                onError,
                stop).ConfigureAwait(false);
        }
        catch (ProcessStartException exception)
        {
            throw new AnsibleRunnerException(exception.Message, exception);
        }
        catch (ProcessCanceledException exception)
        {
            stopped = exception;
        }

        ProcessRemains remains = stopped?.Remains ?? result?.Leftovers ?? ProcessRemains.None;
        bool sharesConnections = await SharedConnections.EndAsync(directory.Sockets, isStopped: stopped is not null).ConfigureAwait(false);
        KilledModules.RemoveFiles(remains, Directory.GetCreationTimeUtc(directory.Root), options.Logger);
        return new AnsibleProcessEnd
        {
            ExitCode = result?.ExitCode,
            Stopped = stopped,
            EndedInBackground = stopped is null ? remains.CommandLines.Count(command => !SharedConnections.IsOne(command)) : 0,
            UsedSsh = sharesConnections || remains.CommandLines.Any(SharedConnections.IsOne),
        };
    }

    /// <summary>Ends what a killed Ansible had started: it goes on as if nothing had happened, and is no background work that anybody wants to keep.</summary>
    /// <param name="end">How the program ended.</param>
    /// <param name="runId">What marks its processes.</param>
    /// <param name="isKilled">Whether Ansible was killed from outside.</param>
    public static async Task EndKilledAsync(AnsibleProcessEnd end, string runId, bool isKilled)
    {
        if (isKilled && end.Stopped is null)
        {
            await LeftoverProcesses.EndRunAsync(runId).ConfigureAwait(false);
        }
    }

    /// <summary>What the summary warns of.</summary>
    /// <param name="end">How the program ended.</param>
    /// <param name="isKilled">Whether Ansible was killed, by whomever, before it had ended by itself.</param>
    public static IReadOnlyList<string> Warnings(AnsibleProcessEnd end, bool isKilled)
    {
        List<string> warnings = [];
        if (isKilled && end.UsedSsh)
        {
            warnings.Add(GoesOnElsewhere);
        }

        if (end.EndedInBackground > 0)
        {
            warnings.Add($"The run had left processes in the background on this machine, which were ended with it: {end.EndedInBackground}. KeepBackgroundProcesses lets them go on.");
        }

        return warnings;
    }

    private static ProcessIsolation Isolation(AnsibleExecutorOptions options) => options.ProcessNamespace switch
    {
        AnsibleProcessNamespace.Never => ProcessIsolation.None,
        _ when Environment.IsPrivilegedProcess => ProcessIsolation.Namespace,
        AnsibleProcessNamespace.Always => ProcessIsolation.UserNamespace,
        _ => ProcessIsolation.None,
    };
}
