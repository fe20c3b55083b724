namespace Playbooks.Debugging;

/// <summary>How a run goes on from a stop.</summary>
internal enum DebuggerCommand
{
    Continue,
    StepInto,
    StepOver,
    StepOut,
    Skip,
    Abort,
}
