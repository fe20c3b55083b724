namespace Playbooks.Cli;

/// <summary>Shows a run to its user.</summary>
internal interface IRunView
{
    /// <summary>Shows the events until the last one, at the end of the run.</summary>
    Task ShowAsync(IAsyncEnumerable<ExecutionEvent> events);

    /// <summary>Shows the result of the run.</summary>
    void ShowEnd(ExecutionReport report);
}
