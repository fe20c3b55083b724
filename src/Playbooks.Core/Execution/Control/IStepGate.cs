namespace Playbooks;

/// <summary>May hold a step up before it begins.</summary>
internal interface IStepGate
{
    /// <summary>Returns when the step may go on.</summary>
    /// <exception cref="OperationCanceledException">The token fired while it was held up.</exception>
    ValueTask PassAsync(StepVisit visit, CancellationToken cancellationToken);

    /// <summary>The run has ended.</summary>
    void Close();
}
