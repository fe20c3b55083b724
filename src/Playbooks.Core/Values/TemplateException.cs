namespace Playbooks;

/// <summary>A template could not be evaluated with the values of this run. The message names the expression and the reason.</summary>
public sealed class TemplateException : PlaybookException
{
    /// <summary>With the reason.</summary>
    public TemplateException(string message)
        : base(message)
    {
    }

    internal TemplateException(Values.Undefined undefined)
        : base(undefined.Reason) => LacksStep = undefined.LacksStep;

    /// <summary>Whether it fails for want of something that a step would have given: in check mode that step may only have been skipped.</summary>
    internal bool LacksStep { get; }
}
