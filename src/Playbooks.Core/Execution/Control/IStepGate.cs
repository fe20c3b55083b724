namespace Playbooks;

/// <summary>Decides when a step may begin, as a debugger does.</summary>
internal interface IStepGate
{
    /// <summary>Returns when the step may begin, or is skipped.</summary>
    /// <exception cref="OperationCanceledException">The token fired while the step waited.</exception>
    ValueTask PassAsync(PendingStep step, CancellationToken cancellationToken);

    /// <summary>Tells the gate that the run has ended.</summary>
    void Close();
}
