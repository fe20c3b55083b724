namespace Playbooks;

/// <summary>
/// The keys of a condition that the engine decided before its step. The step gets one such map for each condition.
/// </summary>
internal static class DecidedCondition
{
    /// <summary>The condition as it was written.</summary>
    public const string Condition = "condition";

    /// <summary>The message for a condition that does not hold; absent if none was written.</summary>
    public const string Message = "message";

    /// <summary>True when the condition holds.</summary>
    public const string Holds = "holds";

    /// <summary>The reason why the condition, or its message, could not be decided.</summary>
    public const string Error = "error";
}
