using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>What a run would leave on this machine, when it did not end by itself.</summary>
internal static class RunRemains
{
    /// <summary>Ends and removes it.</summary>
    /// <param name="invocation">The run.</param>
    /// <param name="runId">What marks its processes.</param>
    /// <param name="isKilled">Whether Ansible was killed from outside: what it had started goes on then, as if nothing had happened.</param>
    /// <param name="stopped">How it was stopped; null when nobody did.</param>
    public static async Task RemoveAsync(AnsibleInvocation invocation, string runId, bool isKilled, ProcessCanceledException? stopped)
    {
        if (stopped is not null)
        {
            KilledModules.RemoveFiles(stopped.ProcessIds, Directory.GetCreationTimeUtc(invocation.Directory.Root), invocation.Options.Logger);
        }
        else if (isKilled)
        {
            await LeftoverProcesses.EndRunAsync(runId).ConfigureAwait(false);
        }

        await SharedConnections.EndAsync(invocation.Directory.Sockets).ConfigureAwait(false);
    }
}
