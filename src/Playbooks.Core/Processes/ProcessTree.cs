namespace Playbooks.Processes;

/// <summary>
/// The processes of a program that can be found without a supervisor: its session and its descendants.
/// </summary>
/// <remarks>A daemon that has left both is not found. The supervisor exists for that case.</remarks>
internal sealed class ProcessTree(int root)
{
    /// <summary>The number that a shell adds to a signal's number for the exit code.</summary>
    public const int KilledBySignal = 128;

    /// <summary>The warning for a program that is ended without a supervisor.</summary>
    public const string LeftoverWarning =
        "The program's processes were searched for in its session and below it, and ended. Those that had left both "
            + "may still run.";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TidyingTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillingTime = TimeSpan.FromSeconds(4);

    private readonly Dictionary<int, ulong> _members = [];
    private readonly Dictionary<int, string> _commands = [];
    private readonly HashSet<int> _asked = [];

    /// <summary>Finds its living processes and remembers them: later their parents may be gone.</summary>
    public IReadOnlyList<int> Find()
    {
        List<ProcessEntry> table = ProcessTable.Read();
        HashSet<int> found = [];

        // Repeated, because a child may come before its parent in the table.
        for (int before = -1; before != found.Count;)
        {
            before = found.Count;
            foreach (ProcessEntry entry in table.Where(entry => !found.Contains(entry.Id) && Belongs(entry, found)))
            {
                found.Add(entry.Id);
                _members[entry.Id] = entry.StartTime;
                _commands[entry.Id] = ProcessTable.ReadCommand(entry.Id);
            }
        }

        return [.. found];
    }

    /// <summary>Interrupts the processes that were not interrupted yet.</summary>
    public void Interrupt()
    {
        foreach (int processId in Find().Where(_asked.Add))
        {
            _ = NativeMethods.SendSignal(processId, (int)StopSignal.Interrupt);
        }
    }

    /// <summary>Ends all of its processes. Those that handle the interrupt get some time to clean up.</summary>
    /// <param name="exitCode">The program's exit code.</param>
    public async Task<ProgramEnd> EndAsync(int exitCode)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            TimeSpan spent = TimeProvider.System.GetElapsedTime(began);
            bool isLate = spent > TidyingTime;
            List<int> deaf =
            [
                .. Find().Where(id => isLate || (_asked.Contains(id) && !ProcessTable.ListensToInterrupt(id))),
            ];
            Interrupt();
            foreach (int processId in deaf)
            {
                _ = NativeMethods.SendSignal(processId, NativeMethods.Kill);
            }

            await Task.Delay(PollInterval, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            IReadOnlyList<int> alive = Find();
            if (alive.Count == 0 || spent > TidyingTime + KillingTime)
            {
                ProcessRemains remains = new(
                    [.. _members.Keys], [.. _commands.Values.Where(command => command.Length > 0)]);
                return new ProgramEnd(exitCode) { Remains = remains, Unstoppable = alive };
            }
        }
    }

    private bool Belongs(ProcessEntry entry, HashSet<int> found)
        => entry.Id == root
            || entry.SessionId == root
            || found.Contains(entry.ParentId)
            || (_members.TryGetValue(entry.Id, out ulong startTime) && startTime == entry.StartTime);
}
