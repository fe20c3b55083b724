using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>The common options of the commands that show a run.</summary>
internal static class ReportOptions
{
    public static Option<bool> Expand() => new("--expand", "-e") { Description = "Also show the steps of nested playbooks." };
}
