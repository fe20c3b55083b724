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

    private const int MaximumRounds = 100;

    // A look takes time. Who starts its successor and ends meanwhile is missed by one look, and hardly by the next as well.
    private const int LooksThatFindNobody = 2;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _marker;
    private readonly Dictionary<int, ulong> _members = [];
    private readonly HashSet<int> _sessions = [];
    private readonly int _ownSession;

    // What is older was started by somebody else.
    private ulong _start;

    public ProcessFamily(string marker)
    {
        _marker = Encoding.UTF8.GetBytes($"{Variable}={marker}");
        _ownSession = ProcessTable.TryRead(Environment.ProcessId)?.SessionId ?? 0;
    }

    /// <summary>Everyone who was ever found to belong here.</summary>
    public IReadOnlyList<int> Members => [.. _members.Keys];

    /// <summary>Takes in a process that is known to belong here, such as the one that was started.</summary>
    public void Add(int processId)
    {
        if (ProcessTable.TryRead(processId) is { } entry)
        {
            _start = _members.Count == 0 ? entry.StartTime : Math.Min(_start, entry.StartTime);
            Add(entry);
        }
    }

    /// <summary>Looks who belongs here now, and remembers them: later their parents may be gone.</summary>
    public List<int> FindAlive() => Look().Alive;

    private (List<int> Alive, bool IsCertain) Look()
    {
        List<ProcessEntry> table = ProcessTable.Read();
        List<int> alive = [];
        HashSet<int> found = [];

        // Repeated, as a child may stand before its parent in the table.
        for (int before = -1; before != found.Count;)
        {
            before = found.Count;
            foreach (ProcessEntry entry in table)
            {
                if (!found.Contains(entry.Id) && Belongs(entry))
                {
                    Add(entry);
                    found.Add(entry.Id);
                    alive.Add(entry.Id);
                }
            }
        }

        return (alive, !table.Exists(entry => !found.Contains(entry.Id) && MayBelong(entry)));
    }

    /// <summary>Kills all of them, again and again until none is left.</summary>
    /// <returns>Who could not be killed: other users' processes, or such as hang in the kernel.</returns>
    public async Task<IReadOnlyList<int>> KillAsync()
    {
        int foundNobody = 0;
        for (int round = 0; ; round++)
        {
            (List<int> alive, bool isCertain) = Look();
            foundNobody = alive.Count == 0 && isCertain ? foundNobody + 1 : 0;
            if (foundNobody == LooksThatFindNobody || round == MaximumRounds)
            {
                return alive;
            }

            foreach (int processId in alive)
            {
                // A failure means that it is gone, or not ours to kill: the next look tells which.
                _ = NativeMethods.SendSignal(processId, NativeMethods.Kill);
            }

            await Task.Delay(BetweenRounds, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private bool Belongs(ProcessEntry entry)
        => entry.Id != Environment.ProcessId
            && ((_members.TryGetValue(entry.Id, out ulong startTime) && startTime == entry.StartTime)
                || IsAliveMember(entry.ParentId)
                || _sessions.Contains(entry.SessionId)
                || ProcessTable.HasEnvironment(entry.Id, _marker));

    /// <summary>Whether nobody can tell yet: between two programs a process shows neither an environment nor a command line.</summary>
    private bool MayBelong(ProcessEntry entry)
        => entry.Id != Environment.ProcessId && entry.StartTime >= _start && ProcessTable.IsBetweenPrograms(entry.Id);

    private bool IsAliveMember(int processId)
        => _members.TryGetValue(processId, out ulong startTime) && ProcessTable.TryRead(processId)?.StartTime == startTime;

    private void Add(ProcessEntry entry)
    {
        _members[entry.Id] = entry.StartTime;

        // A session whose leader is a member is all of it ours. The host's own never is.
        if (entry.SessionId == entry.Id && entry.SessionId != _ownSession)
        {
            _sessions.Add(entry.SessionId);
        }
    }
}
