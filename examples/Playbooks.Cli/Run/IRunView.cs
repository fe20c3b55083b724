namespace Playbooks.Cli;

/// <summary>Shows a run to its user.</summary>
internal interface IRunView
{
    /// <summary>Shows what happens until there are no more events: the run is over then.</summary>
    Task ShowAsync(IAsyncEnumerable<ExecutionEvent> events);

    /// <summary>Shows what became of it.</summary>
    void ShowEnd(ExecutionReport report);
}
