using Playbooks.Values;

namespace Playbooks;

/// <summary>A person's decision about a step that is in doubt.</summary>
public sealed record StepDecision
{
    private StepDecision(StepStatus status, IReadOnlyDictionary<string, object?> outputs, string? reason)
    {
        Status = status;
        Outputs = outputs;
        Reason = reason;
    }

    /// <summary>The decision to run the step again.</summary>
    public static StepDecision RunAgain { get; } = new(StepStatus.Pending, PlaybookValues.EmptyMap, null);

    /// <summary>The status: completed, failed, or pending when the step is to be run again.</summary>
    public StepStatus Status { get; }

    /// <summary>The outputs for later steps.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; }

    /// <summary>The reason why the step counts as failed.</summary>
    public string? Reason { get; }

    /// <summary>Decides that the step was done.</summary>
    /// <param name="outputs">The outputs for later steps; none by default.</param>
    /// <exception cref="TemplateException">The outputs are nested more than 128 levels deep, or hold more than
    /// 1,000,000 values.</exception>
    public static StepDecision Done(IReadOnlyDictionary<string, object?>? outputs = null)
    {
        ValueBounds.Check(outputs);
        return new(StepStatus.Completed, outputs ?? PlaybookValues.EmptyMap, null);
    }

    /// <summary>
    /// Decides that the step was not done and counts as failed. The playbook's <c>on_failure</c> applies.
    /// </summary>
    /// <param name="reason">The reason, for the report.</param>
    public static StepDecision Failed(string? reason = null) => new(
        StepStatus.Failed, PlaybookValues.EmptyMap, reason ?? "It was interrupted, and declared as failed");
}
