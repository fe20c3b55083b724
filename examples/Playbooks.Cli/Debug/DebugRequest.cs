namespace Playbooks.Cli;

/// <summary>How a run is to be debugged.</summary>
/// <param name="Breakpoints">Where it stops; when there are none, before the first step.</param>
/// <param name="Input">Where the commands come from.</param>
internal sealed record DebugRequest(IReadOnlyList<string> Breakpoints, IDebugInput Input);
