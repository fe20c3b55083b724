namespace Playbooks.Templates;

/// <summary>What an expression gives for something that is not there. The filter <c>default</c> replaces it; anything else rejects it.</summary>
internal sealed class Undefined(string reason)
{
    public static object? Reject(object? value) => value is Undefined undefined ? throw new TemplateException(undefined.Reason) : value;

    public string Reason => reason;
}
