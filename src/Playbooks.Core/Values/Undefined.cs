namespace Playbooks.Values;

/// <summary>What an expression gives for something that is not there. The filter <c>default</c> replaces it; anything else rejects it.</summary>
internal sealed class Undefined(string reason, bool lacksStep = false)
{
    public static object? Reject(object? value) => value is Undefined undefined ? throw new TemplateException(undefined) : value;

    public string Reason => reason;

    /// <summary>Whether a step would have given it, had it run.</summary>
    public bool LacksStep => lacksStep;
}
