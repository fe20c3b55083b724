using Microsoft.Extensions.Logging;

namespace Playbooks.Cli;

/// <summary>Writes a line for each event of a run.</summary>
/// <param name="expand">True to write nested steps too, indented.</param>
/// <param name="run">The run's id if the run is in a history; null otherwise.</param>
/// <param name="timed">True to write the durations of steps.</param>
internal sealed class EventText(bool expand, string? run, bool timed = true)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>True when nested steps are written too.</summary>
    public bool IsExpanded => expand;

    /// <returns>Null when the event has no line.</returns>
    public string? LineOf(ExecutionEvent happened) => happened switch
    {
        RunStarted started => PrintableText.Line($"{started.Plan.Root.Path}: {started.Plan.Root.Playbook.Name}{(run is null ? "" : $" (run {run})")}"),
        StepStarted started => Line(started.Address, "START ", Remember(started)),
        StepFinished finished => Line(finished.Address, StepText.Label(finished.Report), StepText.End(finished.Report, timed)),
        StepRetrying retrying => Line(retrying.Address, "RETRY ", $"{Name(retrying)}: attempt {retrying.Attempt} failed, again in {Elapsed.Text(retrying.Delay)}: {retrying.Error}"),
        StepLogged { Level: >= LogLevel.Information } logged => Line(logged.Address, Label(logged.Level), logged.Message),
        EventsDropped dropped => $"({dropped.Count} events left out)",
        _ => null,
    };

    private string Remember(StepStarted started) => _names[started.Address!.ToString()] = StepText.Titled(started.Step.Step.Name, started.Address);

    private string Name(ExecutionEvent happened) => _names.GetValueOrDefault(happened.Address!.ToString()) ?? happened.Address.ToString();

    private string Line(StepAddress? address, string label, string what)
        => $"[{label}] {new string(' ', expand ? 2 * (address?.Depth ?? 0) : 0)}{PrintableText.Line(what)}";

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Information => " INFO ",
        LogLevel.Warning => " WARN ",
        _ => " ERR  ",
    };
}
