using System.Globalization;

namespace Playbooks.Processes;

/// <summary>Names a process of this machine so that it is known for certain when it is dead.</summary>
/// <remarks>
/// The name holds the machine, its last start, the namespace of process ids, the id, and when the process started: an id alone is
/// given out again, and two containers have processes of the same ids.
/// </remarks>
public static class ProcessIdentity
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private static string Machine { get; } =
        $"{Environment.MachineName.Replace(':', '_')}/{Read("/proc/sys/kernel/random/boot_id")}/{NamespaceOfIds()}";

    /// <summary>The name of this process.</summary>
    public static string Current { get; } = $"{Machine}:{Environment.ProcessId}:{StartTime(Environment.ProcessId)}";

    /// <summary>The id and the start time of this process.</summary>
    internal static string OfThisProcess { get; } = $"{Environment.ProcessId}-{StartTime(Environment.ProcessId)}";

    /// <summary>The name of this process with a mark of its own, for the owner of a lease: one process may ask for several.</summary>
    public static string CreateOwner() => $"{Current}:{Guid.NewGuid():N}";

    /// <summary>The process id in a name; null when it is not one.</summary>
    public static int? IdOf(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.Split(':') is { Length: 3 or 4 } parts
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                ? id
                : null;
    }

    /// <summary>Whether a process ran on this machine, and is dead for certain.</summary>
    /// <param name="identity">Its name: <see cref="Current"/>, as it was in that process, with or without a mark.</param>
    /// <returns>
    /// false, too, when it cannot be known: of another machine, of another container, of before the last start of the machine.
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

    /// <summary>Waits until nothing is left of the programs that a dead process of this machine had started.</summary>
    /// <param name="identity">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <remarks>Their supervisors end them: it takes seconds, and what is done before would be done beside them.</remarks>
    public static async Task WaitForProgramsAsync(string identity, CancellationToken cancellationToken)
    {
        if (!IsDead(identity))
        {
            return;
        }

        string[] parts = identity.Split(':');
        string mark = SupervisorScript.MarkOf($"{parts[1]}-{parts[2]}");
        while (ProcessTable.Read().Exists(entry => ProcessTable.ReadCommand(entry.Id).Contains(mark, StringComparison.Ordinal)))
        {
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    // Empty where there is no such process, or no way to know.
    private static string StartTime(int processId)
        => ProcessTable.IsAvailable && ProcessTable.TryRead(processId) is ProcessEntry process
            ? process.StartTime.ToString(CultureInfo.InvariantCulture)
            : "";

    private static string NamespaceOfIds()
    {
        try
        {
            return (File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "").Replace(':', '_');
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
            // Another system, or one that hides it: the name has to do.
            return "";
        }
    }
}
