using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>The end of a program that ran Ansible. No process of it is left on this machine.</summary>
internal sealed record AnsibleProcessEnd
{
    /// <summary>Its exit code; null when it has none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>True when the executor stopped it.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The processes that were ended with it.</summary>
    public ProcessRemains Remains { get; init; } = ProcessRemains.None;

    /// <summary>The processes that could not be ended.</summary>
    public IReadOnlyList<int> Unstoppable { get; init; } = [];

    /// <summary>Warnings about guarantees that do not hold for this run.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>True when ssh has kept sockets of shared connections.</summary>
    public bool SharesConnections { get; init; }

    /// <summary>The number of background processes that were ended with the program.</summary>
    public int EndedInBackground => WasStopped ? 0 : Remains.CommandLines.Count(command => !IsSsh(command));

    /// <summary>True when it had ssh connections at its end.</summary>
    public bool UsedSsh => SharesConnections || Remains.CommandLines.Any(IsSsh);

    // A shared connection or a single one.
    private static bool IsSsh(string commandLine)
        => commandLine.StartsWith("ssh: ", StringComparison.Ordinal)
            || Path.GetFileName(commandLine.Split(' ', 2)[0]) is "ssh" or "sshpass";
}
