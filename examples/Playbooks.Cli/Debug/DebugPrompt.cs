using Playbooks.Debugging;

namespace Playbooks.Cli;

/// <summary>Reads commands while a run is stopped, until one of them lets it go on.</summary>
internal sealed class DebugPrompt(IDebugInput input, TextWriter text, DebugBreakpoints breakpoints, PlaybookPlan plan)
{
    private const string Prompt = "(playbooks) ";

    /// <summary>The reason why the script ended the run; null when it did not.</summary>
    public string? ScriptError { get; private set; }

    public async Task StayAsync(DebuggerStop stop, CancellationToken cancellationToken)
    {
        if (ScriptError is not null)
        {
            stop.Abort();
            return;
        }

        PlanPlace place = PlanPlace.Find(plan, stop.Address) ?? throw new InvalidOperationException($"'{stop.Address}' is not in the plan");
        text.WriteLine(PrintableText.Line($"stopped {(stop.Reason == DebuggerStopReason.Breakpoint ? "at breakpoint " : "before ")}{place}"));
        DebugCommands commands = new(stop, place, breakpoints, text);
        try
        {
            while (await ReadAsync(cancellationToken) is string line)
            {
                if (Do(commands, line))
                {
                    return;
                }

                if (ScriptError is not null)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run has the same token and ends by itself.
            return;
        }

        if (ScriptError is null)
        {
            text.WriteLine("end of input: the run is cancelled");
        }

        stop.Abort();
    }

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        await text.WriteAsync(Prompt);
        await text.FlushAsync(cancellationToken);
        string? line = await input.ReadAsync(cancellationToken);
        if (input.IsEchoed || line is null)
        {
            await text.WriteLineAsync(PrintableText.Line(line ?? ""));
        }

        return line;
    }

    /// <returns>True when the run goes on.</returns>
    private bool Do(DebugCommands commands, string line)
    {
        try
        {
            return commands.Do(line);
        }
        catch (Exception exception) when (exception is DebugCommandException or PlaybookException)
        {
            if (input.Place is string place)
            {
                ScriptError = $"{place}: {exception.Message}";
            }
            else
            {
                text.WriteLine(PrintableText.Line($"error: {exception.Message}"));
            }

            return false;
        }
    }
}
