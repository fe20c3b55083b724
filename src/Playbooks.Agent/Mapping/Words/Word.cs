namespace Playbooks.Agent.Mapping;

/// <summary>A word of an intent, in the form in which words are compared.</summary>
/// <param name="Text">The whole word in lower case, with <c>-</c> between its parts.</param>
/// <param name="Parts">Its parts. A word without hyphens has one.</param>
/// <param name="Clause">The number of its clause: a comma, a full stop or a new line begins another one.</param>
/// <param name="Accents">The number of letters that lost an accent.</param>
/// <param name="IsForeign">True when it contains a character that is neither a Latin letter nor a digit. Such a word is
/// never known.</param>
internal sealed record Word(string Text, IReadOnlyList<string> Parts, int Clause, int Accents = 0, bool IsForeign = false)
{
    /// <summary>The word without hyphens.</summary>
    public string Compact { get; } = string.Concat(Parts);

    public bool HasDigit => Text.AsSpan().ContainsAnyInRange('0', '9');
}
