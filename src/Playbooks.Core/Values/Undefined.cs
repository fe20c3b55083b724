namespace Playbooks.Values;

/// <summary>
/// The result of an expression whose value does not exist. The filter <c>default</c> replaces it; every other use is an
/// error.
/// </summary>
internal sealed class Undefined(string reason, bool lacksStep = false)
{
    public static object? Reject(object? value)
        => value is Undefined undefined ? throw new TemplateException(undefined) : value;

    public string Reason => reason;

    /// <summary>True when a step that did not run would have given the value.</summary>
    public bool LacksStep => lacksStep;
}
