using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>The options for debugging a run.</summary>
internal sealed class DebugOptions
{
    public Option<bool> Debug { get; } = new("--debug") { Description = "Stop before steps and ask for commands." };

    public Option<string[]> Break { get; } = new("--break")
    {
        HelpName = "ADDRESS",
        Description = "Stop at this address, such as deploy/restart, instead of before the first step. Repeat the option for more addresses. Implies --debug.",
    };

    public Option<string?> Script { get; } = new("--debug-script")
    {
        HelpName = "FILE",
        Description = "Read the debugger's commands from a file, one on each line. A wrong command ends the run. Implies --debug.",
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
            throw new UsageException("the debugger writes to standard output: leave out --format json");
        }

        IDebugInput input = script is null ? new ConsoleInput() : ScriptInput.Read(script);
        // An audit sink writes events before the run stops at the next step. A watcher might write them later.
        session.AuditSinks = [new DebugEvents(Console.Out)];
        return new DebugRequest(breakpoints, input);
    }
}
