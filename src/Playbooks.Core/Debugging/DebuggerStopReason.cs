namespace Playbooks.Debugging;

/// <summary>Why a debugger stopped.</summary>
public enum DebuggerStopReason
{
    /// <summary>It is the first step.</summary>
    Start,

    /// <summary>There is a breakpoint.</summary>
    Breakpoint,

    /// <summary>A step into, over or out ended here.</summary>
    Step,
}
