namespace Playbooks.Debugging;

/// <summary>The reason why a debugger stopped.</summary>
public enum DebuggerStopReason
{
    /// <summary>The step is the first one.</summary>
    Start,

    /// <summary>The step has a breakpoint.</summary>
    Breakpoint,

    /// <summary>A step into, over or out ended here.</summary>
    Step,
}
