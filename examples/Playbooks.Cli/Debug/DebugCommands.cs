using Playbooks.Debugging;

namespace Playbooks.Cli;

/// <summary>Executes the commands at a stop.</summary>
internal sealed class DebugCommands(DebuggerStop stop, PlanPlace place, DebugBreakpoints breakpoints, TextWriter text)
{
    private const string Help = """
        step, into, s               run to the next step, into nested playbooks and loops
        over, next, n               run to the next step that is not part of this one
        out, o                      run to the next step after this playbook or loop
        continue, c                 run to the next breakpoint
        skip                        do not run this step, and stop at the next one
        set variable NAME VALUE     change a variable of the playbook; VALUE is JSON, or else text
        set parameter NAME VALUE    change a parameter of this step, only this time
        print, p [WHAT]             arguments and item of the step, or: parameters, variables, outputs, arguments, item,
                                    NAME, parameter.NAME, variable.NAME, step.ID, step.ID.KEY, the address of a step
        where, backtrace, bt        the steps that this one runs below
        list, l                     the steps around this one
        break, b ADDRESS            stop before that step, such as deploy/restart
        delete, d ADDRESS           remove that breakpoint
        breakpoints                 list the breakpoints
        abort, quit, q              cancel the run
        help, h, ?                  show this help

        """;

    /// <returns>True when the run goes on.</returns>
    /// <exception cref="DebugCommandException">The command is wrong.</exception>
    /// <exception cref="PlaybookException">The requested value does not exist.</exception>
    public bool Do(string line)
    {
        string[] words = line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 || (words.Length == 1 && GoesOn(words[0]) is not Action) ? Look(words.FirstOrDefault() ?? "", "")
            : words.Length == 1 ? Go(GoesOn(words[0])!)
            : Look(words[0], words[1]);
    }

    private Action? GoesOn(string command) => command switch
    {
        "step" or "into" or "s" => stop.StepInto,
        "over" or "next" or "n" => stop.StepOver,
        "out" or "o" => stop.StepOut,
        "continue" or "c" => stop.Continue,
        "skip" => stop.Skip,
        "abort" or "quit" or "q" => stop.Abort,
        _ => null,
    };

    private static bool Go(Action command)
    {
        command();
        return true;
    }

    /// <returns>Always false: the run stays at its stop.</returns>
    private bool Look(string command, string rest)
    {
        switch (command, rest.Length > 0)
        {
            case ("", _):
                break;
            case ("set", true):
                Set(rest);
                break;
            case ("print" or "p", _):
                Write(new DebugValues(stop, place).Print(rest));
                break;
            case ("where" or "backtrace" or "bt", false):
                Write(DebugPlaces.Backtrace(place));
                break;
            case ("list" or "l", false):
                Write(DebugPlaces.Around(place, breakpoints));
                break;
            case ("break" or "b", true):
                Write([$"breakpoint at {breakpoints.Add(rest)}"]);
                break;
            case ("delete" or "d", true):
                Write([$"no breakpoint at {breakpoints.Remove(rest)} any more"]);
                break;
            case ("breakpoints", false):
                Write(breakpoints.All is { Count: > 0 } all ? all : ["none"]);
                break;
            case ("help" or "h" or "?", false):
                text.Write(Help);
                break;
            default:
                throw new DebugCommandException($"unknown command '{(rest.Length > 0 ? $"{command} {rest}" : command)}'; 'help' lists the commands");
        }

        return false;
    }

    private void Set(string rest)
    {
        string[] words = rest.Split(' ', 3, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3 || words[0] is not ("variable" or "parameter"))
        {
            throw new DebugCommandException("write: set variable NAME VALUE, or: set parameter NAME VALUE");
        }

        object? value = DebugValues.Parse(words[2]);
        DebugValues values = new(stop, place);
        if (words[0] == "variable")
        {
            stop.SetVariable(words[1], value);
            Write([DebugValues.Line(words[1], stop.Variables[words[1]])]);
            return;
        }

        try
        {
            stop.SetArgument(words[1], value);
        }
        catch (ArgumentException exception)
        {
            // Leave out the name of the argument, which .NET appends.
            throw new DebugCommandException(exception.Message.Split(" (Parameter '", 2)[0]);
        }

        Write([DebugValues.Line(words[1], values.Argument(words[1]))]);
    }

    private void Write(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            text.WriteLine($"  {PrintableText.Line(line)}");
        }
    }
}
