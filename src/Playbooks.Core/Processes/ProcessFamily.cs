using System.Text;

namespace Playbooks.Processes;

/// <summary>Everything that one started program has brought to life, and how to end all of it.</summary>
/// <remarks>
/// No single trace finds every descendant: a daemon leaves its parent, a program may drop its environment, and another its
/// session. So three are followed: parents (also as they were before the first signal), the sessions made by members, and a
/// variable in the environment that only this run carries.
/// </remarks>
internal sealed class ProcessFamily
{
    public const string Variable = "PLAYBOOKS_RUN";

    private const int MaximumRounds = 200;

    // How often it is looked whether those who were asked and listen have ended, before they are killed: for 2 seconds and
    // more, as a busy machine may let a program wait for that long before it gets to remove its files.
    private const int RoundsAfterAsking = 100;

    // A look takes time. Who starts its successor and ends meanwhile is missed by one look, and hardly by the next as well.
    private const int LooksThatFindNobody = 2;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _marker;
    private readonly Dictionary<int, ulong> _members = [];
    private readonly Dictionary<int, string> _commands = [];
    private readonly HashSet<int> _innerIds = [];
    private readonly HashSet<int> _sessions = [];
    private readonly HashSet<int> _asked = [];
    private readonly int _ownSession;

    // What is older was started by somebody else.
    private ulong _start;

    public ProcessFamily(string marker)
    {
        _marker = Encoding.UTF8.GetBytes($"{Variable}={marker}");
        _ownSession = ProcessTable.TryRead(Environment.ProcessId)?.SessionId ?? 0;
    }

    /// <summary>Takes in a process that is known to belong here, such as the one that was started.</summary>
    public void Add(int processId)
    {
        if (ProcessTable.TryRead(processId) is { } entry)
        {
            _start = _members.Count == 0 ? entry.StartTime : Math.Min(_start, entry.StartTime);
            _members[processId] = entry.StartTime;

            // It leads one from its first moments on, or never.
            _sessions.Add(processId);
        }
    }

    /// <summary>Looks who belongs here now, and remembers them: later their parents may be gone.</summary>
    public IReadOnlyList<int> FindAlive() => Look().Alive;

    /// <summary>Asks everyone who belongs here now to end.</summary>
    public void Interrupt()
    {
        foreach (int processId in FindAlive())
        {
            Ask(processId);
        }
    }

    /// <summary>Asks everyone to end but those of one session, until nobody else is left, or nobody of it.</summary>
    /// <param name="session">Whom to leave alone.</param>
    /// <param name="graceEnd">Ends the waiting, but for those who listen: they have their time in any case.</param>
    public async Task InterruptOthersAsync(int session, CancellationToken graceEnd)
    {
        for (int round = 0, foundNobody = 0; foundNobody < LooksThatFindNobody; round++)
        {
            (List<int> alive, bool isCertain) = Look();
            List<int> others = alive.FindAll(processId => ProcessTable.TryRead(processId) is { } entry && entry.SessionId != session);
            others.ForEach(processId => Ask(processId));
            foundNobody = others.Count == 0 && isCertain ? foundNobody + 1 : 0;
            bool isSessionOver = others.Count == alive.Count;
            if (isSessionOver || (graceEnd.IsCancellationRequested && (round >= RoundsAfterAsking || !others.Exists(ProcessTable.ListensToInterrupt))))
            {
                return;
            }

            await Task.Delay(BetweenRounds, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>What is known of everyone who was ever found to belong here.</summary>
    public ProcessRemains Remains()
    {
        // Two namespaces give out the same ids: what others have too says nothing.
        HashSet<int> inner = [.. _innerIds.Except(_members.Keys)];
        if (inner.Count > 0)
        {
            inner.ExceptWith(ProcessTable.Read().Where(entry => !_members.ContainsKey(entry.Id)).Select(entry => ProcessTable.ReadInnerId(entry.Id) ?? entry.Id));
        }

        return new ProcessRemains([.. _members.Keys, .. inner], [.. _commands.Values]);
    }

    /// <summary>
    /// Asks all of them to end, each once, and kills them, again and again until none is left: at once whoever does not listen,
    /// the others when they have had their time.
    /// </summary>
    /// <param name="spared">Whom to leave alone; 0 for nobody.</param>
    /// <returns>Who could not be killed: other users' processes, or such as hang in the kernel.</returns>
    public async Task<IReadOnlyList<int>> KillAsync(int spared = 0)
    {
        int foundNobody = 0;
        for (int round = 0; ; round++)
        {
            (List<int> alive, bool isCertain) = Look();
            alive.Remove(spared);
            foundNobody = alive.Count == 0 && isCertain ? foundNobody + 1 : 0;
            if (foundNobody == LooksThatFindNobody || round == MaximumRounds)
            {
                return alive;
            }

            foreach (int processId in alive)
            {
                bool isLate = round >= RoundsAfterAsking;
                bool isJustAsked = !isLate && Ask(processId);
                if (isLate || !(isJustAsked || ProcessTable.ListensToInterrupt(processId)))
                {
                    // A failure means that it is gone, or not ours to kill: the next look tells which.
                    _ = NativeMethods.SendSignal(processId, NativeMethods.Kill);
                }
            }

            if (alive.Count > 0 || !isCertain)
            {
                await Task.Delay(BetweenRounds, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // A module that is interrupted removes its own files. Once only: a second interrupt would break that off.
    private bool Ask(int processId)
    {
        bool isNew = _asked.Add(processId);
        if (isNew)
        {
            _ = NativeMethods.SendSignal(processId, (int)StopSignal.Interrupt);
        }

        return isNew;
    }

    private (List<int> Alive, bool IsCertain) Look()
    {
        // What is older than the family is left out at once: to look closer costs most of the time.
        Dictionary<int, ProcessEntry> table = ProcessTable.Read().Where(entry => entry.StartTime >= _start && entry.Id != Environment.ProcessId).ToDictionary(entry => entry.Id);
        HashSet<int> found = [];

        // Repeated, as a child may stand before its parent in the table.
        for (int before = -1; before != found.Count;)
        {
            before = found.Count;
            foreach (ProcessEntry entry in table.Values)
            {
                if (!found.Contains(entry.Id) && Belongs(entry, table, isFirstPass: before == 0))
                {
                    Add(entry);
                    found.Add(entry.Id);
                }
            }
        }

        return ([.. found], !table.Values.Any(entry => !found.Contains(entry.Id) && ProcessTable.IsBetweenPrograms(entry.Id)));
    }

    // An environment does not change between two passes: it is read once a look.
    private bool Belongs(ProcessEntry entry, Dictionary<int, ProcessEntry> table, bool isFirstPass)
        => IsMember(entry)
            || (table.TryGetValue(entry.ParentId, out ProcessEntry parent) && IsMember(parent))
            || _sessions.Contains(entry.SessionId)
            || (isFirstPass && ProcessTable.HasEnvironment(entry.Id, _marker));

    private bool IsMember(ProcessEntry entry) => _members.TryGetValue(entry.Id, out ulong startTime) && startTime == entry.StartTime;

    private void Add(ProcessEntry entry)
    {
        _members[entry.Id] = entry.StartTime;
        if (ProcessTable.ReadCommand(entry.Id) is { Length: > 0 } command)
        {
            _commands[entry.Id] = command;
        }

        if (ProcessTable.ReadInnerId(entry.Id) is { } innerId)
        {
            _innerIds.Add(innerId);
        }

        // A session whose leader is a member is all of it ours. The host's own never is.
        if (entry.SessionId == entry.Id && entry.SessionId != _ownSession)
        {
            _sessions.Add(entry.SessionId);
        }
    }
}
