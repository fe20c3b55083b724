namespace Playbooks;

/// <summary>A template could not be evaluated with the values of this run. The message names the expression and the reason.</summary>
public sealed class TemplateException : PlaybookException
{
    /// <summary>With the reason.</summary>
    public TemplateException(string message)
        : base(message)
    {
    }
}
