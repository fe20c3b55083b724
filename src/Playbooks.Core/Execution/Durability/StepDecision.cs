using Playbooks.Values;

namespace Playbooks;

/// <summary>What a person says of a step that is in doubt.</summary>
public sealed record StepDecision
{
    private StepDecision(StepStatus status, IReadOnlyDictionary<string, object?> outputs, string? reason)
    {
        Status = status;
        Outputs = outputs;
        Reason = reason;
    }

    /// <summary>It is to be run again.</summary>
    public static StepDecision RunAgain { get; } = new(StepStatus.Pending, PlaybookValues.EmptyMap, null);

    /// <summary>Completed, failed, or pending when it is to be run again.</summary>
    public StepStatus Status { get; }

    /// <summary>What later steps see of it.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; }

    /// <summary>Why it counts as failed.</summary>
    public string? Reason { get; }

    /// <summary>It was done.</summary>
    /// <param name="outputs">What later steps see of it; nothing by default.</param>
    /// <exception cref="TemplateException">They are nested more than 128 levels deep, or hold more than 1,000,000 values.</exception>
    public static StepDecision Done(IReadOnlyDictionary<string, object?>? outputs = null)
    {
        ValueBounds.Check(outputs);
        return new(StepStatus.Completed, outputs ?? PlaybookValues.EmptyMap, null);
    }

    /// <summary>It was not done, and counts as failed: what its playbook says of a failure happens.</summary>
    /// <param name="reason">Why.</param>
    public static StepDecision Failed(string? reason = null) => new(StepStatus.Failed, PlaybookValues.EmptyMap, reason ?? "It was interrupted, and declared as failed");
}
