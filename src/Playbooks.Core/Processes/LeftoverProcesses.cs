using System.Text;

namespace Playbooks.Processes;

/// <summary>Ends background processes that no longer show whose they are, except by the command line that they gave themselves.</summary>
public static class LeftoverProcesses
{
    private const int MaximumRounds = 50;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(20);

    /// <summary>Kills every process whose command line begins so, until there is none. Does nothing where there is no <c>/proc</c>.</summary>
    /// <param name="commandBeginning">Unique to what is to be ended, such as a title with the path of a private folder.</param>
    public static async Task EndAsync(string commandBeginning)
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
