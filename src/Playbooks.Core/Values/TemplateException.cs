namespace Playbooks;

/// <summary>
/// Thrown when a template cannot be evaluated with the values of this run. The message names the expression and the
/// reason.
/// </summary>
public sealed class TemplateException : PlaybookException
{
    /// <summary>Creates it with the reason.</summary>
    public TemplateException(string message)
        : base(message)
    {
    }

    internal TemplateException(Values.Undefined undefined)
        : base(undefined.Reason) => LacksStep = undefined.LacksStep;

    /// <summary>
    /// True when an output of a step is missing. In check mode, that step may only have been skipped.
    /// </summary>
    internal bool LacksStep { get; }
}
