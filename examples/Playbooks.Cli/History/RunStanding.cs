using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>How it stands with a run of the history, as this program says it.</summary>
internal static class RunStanding
{
    private const string Interrupted = "interrupted";

    /// <summary>What <c>--status</c> takes and JSON holds.</summary>
    public static readonly string[] Names = ["running", Interrupted, "in_doubt", "completed", "failed", "timed_out", "cancelled"];

    public static string Of(StoredRun run) => IsInterrupted(run) ? Interrupted : SnakeCase.Of(run.Status);

    public static string TextOf(StoredRun run) => Of(run).Replace('_', ' ');

    public static bool IsInterrupted(StoredRun run) => run.IsInterrupted(TimeProvider.System.GetUtcNow());

    /// <summary>Whether somebody has to do something about it.</summary>
    public static bool IsOpen(StoredRun run) => run.Status == RunStatus.InDoubt || IsInterrupted(run);

    /// <summary>What the history knows it as: an interrupted run is one that claims to be running.</summary>
    public static RunStatus Stored(string name)
        => name == Interrupted ? RunStatus.Running : Enum.Parse<RunStatus>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
