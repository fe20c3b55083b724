namespace Playbooks.Cli;

/// <summary>The settings for debugging a run.</summary>
/// <param name="Breakpoints">The breakpoints. Without any, the run stops before its first step.</param>
/// <param name="Input">The source of the commands.</param>
internal sealed record DebugRequest(IReadOnlyList<string> Breakpoints, IDebugInput Input);
