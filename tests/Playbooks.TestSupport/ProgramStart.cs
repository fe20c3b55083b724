using System.Diagnostics;

namespace Playbooks.TestSupport;

/// <summary>Starts a program with signals handled in a certain way, however this process was started itself.</summary>
public static class ProgramStart
{
    /// <summary>As <c>nohup ... &amp;</c> in a script does: with signals that it ignores from its beginning.</summary>
    public static ProcessStartInfo InTheBackground(string program, params IEnumerable<string> arguments)
        => new("sh", ["-c", "trap '' INT QUIT HUP; exec \"$0\" \"$@\"", program, .. arguments]);

    /// <summary>As a shell in a terminal does. No shell can take back that a signal is ignored.</summary>
    public static ProcessStartInfo OnATerminal(string program, params IEnumerable<string> arguments)
    {
        const string Script = """
            import os, signal, sys
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            os.execv(sys.argv[1], sys.argv[1:])
            """;
        return new("python3", ["-c", Script, program, .. arguments]);
    }
}
