
namespace Playbooks.Storage;

/// <summary>The names of enumeration values in the database.</summary>
internal static class StoredNames
{
    public const string Running = "running";
    public const string InDoubt = "in_doubt";

    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => Running,
        RunStatus.Completed => "completed",
        RunStatus.Failed => "failed",
        RunStatus.TimedOut => "timed_out",
        RunStatus.Cancelled => "cancelled",
        RunStatus.InDoubt => InDoubt,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "It has no name in the database"),
    };

    public static string Of(StepStatus status) => status switch
    {
        StepStatus.Pending => "pending",
        StepStatus.Running => Running,
        StepStatus.Completed => "completed",
        StepStatus.Failed => "failed",
        StepStatus.Skipped => "skipped",
        StepStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "It has no name in the database"),
    };

    public static string Of(JournalEntryKind kind) => kind switch
    {
        JournalEntryKind.Started => "started",
        JournalEntryKind.AttemptFailed => "attempt_failed",
        JournalEntryKind.Finished => "finished",
        JournalEntryKind.Decided => "decided",
        JournalEntryKind.Resumed => "resumed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It has no name in the database"),
    };

    public static RunStatus ToRunStatus(string name) => Find(Enum.GetValues<RunStatus>(), Of, name);

    public static StepStatus ToStepStatus(string name) => Find(Enum.GetValues<StepStatus>(), Of, name);

    public static JournalEntryKind ToKind(string name) => Find(Enum.GetValues<JournalEntryKind>(), Of, name);

    private static T Find<T>(T[] values, Func<T, string> nameOf, string name)
    {
        foreach (T value in values)
        {
            if (nameOf(value) == name)
            {
                return value;
            }
        }

        throw new ExecutionStoreException($"The history holds '{name}', which this version of Playbooks does not know: a later one wrote it. Use that one.");
    }
}
