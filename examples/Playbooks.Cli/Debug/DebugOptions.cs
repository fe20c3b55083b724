using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>The options for debugging a run.</summary>
internal sealed class DebugOptions
{
    public Option<bool> Debug { get; } = new("--debug") { Description = "Stops before steps and asks what to do." };

    public Option<string[]> Break { get; } = new("--break")
    {
        HelpName = "ADDRESS",
        Description = "Stops there, and not before the first step: such as deploy/restart. Repeat it for more; it means --debug.",
    };

    public Option<string?> Script { get; } = new("--debug-script")
    {
        HelpName = "FILE",
        Description = "Takes the debugger's commands from a file, a line each; a wrong one ends the run. It means --debug.",
    };

    /// <returns>Null when the run is not debugged.</returns>
    /// <exception cref="UsageException">The run cannot be debugged.</exception>
    public DebugRequest? Read(ParseResult parsed, Session session)
    {
        string[] breakpoints = parsed.GetValue(Break) ?? [];
        string? script = parsed.GetValue(Script);
        if (!parsed.GetValue(Debug) && breakpoints.Length == 0 && script is null)
        {
            return null;
        }

        if (session.IsJson)
        {
            throw new UsageException("a run that is debugged talks on standard output: --format json cannot be with it");
        }

        IDebugInput input = script is null ? new ConsoleInput() : ScriptInput.Read(script);
        // An audit sink writes events before the run stops at the next step. A watcher might write them later.
        session.AuditSinks = [new DebugEvents(Console.Out)];
        return new DebugRequest(breakpoints, input);
    }
}
