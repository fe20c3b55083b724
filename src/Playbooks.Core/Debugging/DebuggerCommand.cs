namespace Playbooks.Debugging;

/// <summary>A command that continues a run from a stop.</summary>
internal enum DebuggerCommand
{
    Continue,
    StepInto,
    StepOver,
    StepOut,
    Skip,
    Abort,
}
