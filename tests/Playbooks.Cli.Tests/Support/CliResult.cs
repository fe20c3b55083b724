using System.Text.Json;

namespace Playbooks.Cli.Tests.Support;

/// <summary>What a run of the program left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The run's id, from its first line.</summary>
    public string RunId => OutputLines[0].Split("(run ")[1].TrimEnd(')');

    /// <summary>Standard output, which must be one JSON value and nothing else.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>With what it printed in the message, for whoever reads a failed test.</summary>
    public CliResult ShouldExitWith(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, $"standard output:\n{Output}\nstandard error:\n{Error}");
        All.ShouldNotContain("   at ", Case.Sensitive, "a stack trace is nothing for users");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
