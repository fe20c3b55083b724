namespace Playbooks;

/// <summary>Where a step run stands in its run: the ids of the steps from the root down, such as <c>deploy/restart</c>.</summary>
/// <remarks>The same in events, reports and logs. Its text is made when it is asked for.</remarks>
public sealed class StepAddress : IEquatable<StepAddress>
{
    private string? _text;

    internal StepAddress(StepAddress? parent, string stepId)
    {
        Parent = parent;
        StepId = stepId;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>The step that this one runs below, or null at the top.</summary>
    public StepAddress? Parent { get; }

    /// <summary>The step's id in its own playbook.</summary>
    public string StepId { get; }

    /// <summary>How many steps stand above it: 0 at the top.</summary>
    public int Depth { get; }

    /// <inheritdoc/>
    public override string ToString() => _text ??= Parent is null ? StepId : $"{Parent}/{StepId}";

    /// <inheritdoc/>
    public bool Equals(StepAddress? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StepAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
