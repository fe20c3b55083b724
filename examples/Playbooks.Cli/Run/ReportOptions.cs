using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>What the commands that show a run have in common.</summary>
internal static class ReportOptions
{
    public static Option<bool> Expand() => new("--expand", "-e") { Description = "Also show the steps of nested playbooks." };
}
