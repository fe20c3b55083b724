namespace Playbooks.Ansible;

/// <summary>The progress of an Ansible playbook's run. The figures are those so far.</summary>
public sealed record AnsibleProgress
{
    /// <summary>The least time between two reports.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>The play under way; empty before the first.</summary>
    public string Play { get; init; } = "";

    /// <summary>The task that began last; empty before the first.</summary>
    public string Task { get; init; } = "";

    /// <summary>The number of hosts that have given a result.</summary>
    public int Hosts { get; init; }

    /// <summary>Task results that went well, over all hosts; changed ones among them.</summary>
    public long Ok { get; init; }

    /// <summary>Task results that changed something, over all hosts.</summary>
    public long Changed { get; init; }

    /// <summary>Task results that failed, over all hosts. Until the run ends, one that is rescued later may be among
    /// them.</summary>
    public long Failed { get; init; }

    /// <summary>Task results that were skipped, over all hosts.</summary>
    public long Skipped { get; init; }

    /// <summary>Task results for which a host could not be reached.</summary>
    public long Unreachable { get; init; }

    /// <summary>The time since the run began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>One line for people, such as <c>task 'Install': 12 ok, 3 changed on 4 hosts</c>.</summary>
    public override string ToString()
    {
        string where = Task.Length > 0 ? $"task '{Task}': " : Play.Length > 0 ? $"play '{Play}': " : "";
        string bad = (Failed > 0 ? $", {Failed} failed" : "") + (Unreachable > 0 ? $", {Unreachable} unreachable" : "");
        return $"{where}{Ok} ok, {Changed} changed{bad} on {Hosts} host{(Hosts == 1 ? "" : "s")}";
    }
}
