namespace Playbooks.Cli;

/// <summary>Writes the events between two stops, without times: these would include the time at the prompt.</summary>
internal sealed class DebugEvents(TextWriter text) : IAuditSink
{
    private readonly EventText _lines = new(expand: true, run: null, timed: false);

    public ValueTask WriteAsync(ExecutionEvent happened, CancellationToken cancellationToken)
    {
        if (_lines.LineOf(happened) is string line)
        {
            text.WriteLine(line);
        }

        return ValueTask.CompletedTask;
    }
}
