using System.Text;

namespace Playbooks.Processes;

/// <summary>Ends what programs left running in the background. Does nothing where there is no <c>/proc</c>.</summary>
public static class LeftoverProcesses
{
    private const int MaximumRounds = 50;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(20);

    /// <summary>Kills everything that carries the mark of a run, until there is none.</summary>
    /// <param name="runId">The <see cref="ProcessRequest.RunId"/> of a program that has ended.</param>
    public static async Task EndRunAsync(string runId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runId);
        if (ProcessTable.IsAvailable)
        {
            await new ProcessFamily(runId).KillAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Kills every process whose command line begins so, until there is none: for such as overwrite their environment.</summary>
    /// <param name="commandBeginning">Unique to what is to be ended, such as a title with the path of a private folder.</param>
    public static async Task EndTitledAsync(string commandBeginning)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(commandBeginning);
        if (!ProcessTable.IsAvailable)
        {
            return;
        }

        byte[] beginning = Encoding.UTF8.GetBytes(commandBeginning);
        for (int round = 0; round < MaximumRounds; round++)
        {
            List<ProcessEntry> found = ProcessTable.Read().FindAll(entry => entry.Id != Environment.ProcessId && ProcessTable.ShowsCommand(entry.Id, beginning));
            if (found.Count == 0)
            {
                return;
            }

            foreach (ProcessEntry entry in found)
            {
                _ = NativeMethods.SendSignal(entry.Id, NativeMethods.Kill);
            }

            await Task.Delay(BetweenRounds, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
