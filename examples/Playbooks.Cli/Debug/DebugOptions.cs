using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>Whether and how a run is debugged.</summary>
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
    /// <exception cref="UsageException">It cannot be.</exception>
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
        // What happened is written before the run stops at the next step: a watcher's events could come later.
        session.AuditSinks = [new DebugEvents(Console.Out)];
        return new DebugRequest(breakpoints, input);
    }
}
