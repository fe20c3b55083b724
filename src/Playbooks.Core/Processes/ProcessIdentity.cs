using System.Globalization;

namespace Playbooks.Processes;

/// <summary>Names a process of this machine so precisely that its death can be told for certain.</summary>
/// <remarks>
/// The name holds the machine, its last start, the namespace of process ids, the id, and the start time of the process.
/// An id alone is reused, and two containers have processes with the same ids.
/// </remarks>
public static class ProcessIdentity
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private static string Machine { get; } =
        $"{Environment.MachineName.Replace(':', '_')}/{Read("/proc/sys/kernel/random/boot_id")}/{NamespaceOfIds()}";

    /// <summary>The name of this process.</summary>
    public static string Current { get; } = $"{Machine}:{Environment.ProcessId}:{StartTime(Environment.ProcessId)}";

    /// <summary>The id and the start time of this process.</summary>
    internal static string OfThisProcess { get; } = $"{Environment.ProcessId}-{StartTime(Environment.ProcessId)}";

    /// <summary>
    /// Makes a name of this process with a unique mark, for the owner of a lease: one process may own several leases.
    /// </summary>
    public static string CreateOwner() => $"{Current}:{Guid.NewGuid():N}";

    /// <summary>Gets the process id in a name; null when there is none.</summary>
    public static int? IdOf(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.Split(':') is { Length: 3 or 4 } parts
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                ? id
                : null;
    }

    /// <summary>Tells if a process ran on this machine and is certainly dead.</summary>
    /// <param name="identity">The name: <see cref="Current"/> of that process, with or without a mark.</param>
    /// <returns>
    /// True when it is certainly dead. False also when that cannot be known: the process belongs to another machine, to
    /// another container, or to the time before the last start of the machine.
    /// </returns>
    public static bool IsDead(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        string[] parts = identity.Split(':');
        return IdOf(identity) is { } processId
            && parts[0] == Machine
            && parts[2].Length > 0
            && StartTime(Environment.ProcessId).Length > 0
            && StartTime(processId) != parts[2];
    }

    /// <summary>Waits until all programs that a dead process of this machine had started have ended.</summary>
    /// <param name="identity">The name of the process.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <remarks>Their supervisors end them within seconds. Work that begins earlier would run beside them.</remarks>
    public static async Task WaitForProgramsAsync(string identity, CancellationToken cancellationToken)
    {
        if (!IsDead(identity))
        {
            return;
        }

        string[] parts = identity.Split(':');
        string mark = SupervisorScript.MarkOf($"{parts[1]}-{parts[2]}");
        while (ProcessTable.Read().Exists(
            entry => ProcessTable.ReadCommand(entry.Id).Contains(mark, StringComparison.Ordinal)))
        {
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    // Empty when there is no such process, or when its start time cannot be read.
    private static string StartTime(int processId)
        => ProcessTable.IsAvailable && ProcessTable.TryRead(processId) is ProcessEntry process
            ? process.StartTime.ToString(CultureInfo.InvariantCulture)
            : "";

    private static string NamespaceOfIds()
    {
        try
        {
            string? name = File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name;
            return (name ?? "").Replace(':', '_');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another system, or one that hides the file: the name does without it.
            return "";
        }
    }
}
