using System.Diagnostics;

namespace Playbooks.TestSupport;

/// <summary>Starts a program as <c>nohup ... &amp;</c> in a script does: with signals that it ignores from its beginning.</summary>
public static class BackgroundStart
{
    public static ProcessStartInfo Of(string program, params IEnumerable<string> arguments)
        => new("sh", ["-c", "trap '' INT QUIT HUP; exec \"$0\" \"$@\"", program, .. arguments]);
}
