namespace Playbooks.Agent.Mapping;

/// <summary>A word as it was written, in the form that words are compared by.</summary>
/// <param name="Text">The whole of it in lower case, with <c>-</c> for whatever joins its parts.</param>
/// <param name="Parts">What the joints separate; a word without one is its only part.</param>
/// <param name="Clause">In which clause it stands: a comma, a full stop or a new line begins another one.</param>
/// <param name="Accents">How many letters lost an accent.</param>
/// <param name="IsForeign">Whether something in it is neither a Latin letter nor a digit: such a word is never known.</param>
internal sealed record Word(string Text, IReadOnlyList<string> Parts, int Clause, int Accents = 0, bool IsForeign = false)
{
    /// <summary>The word without its joints.</summary>
    public string Compact { get; } = string.Concat(Parts);

    public bool HasDigit => Text.AsSpan().ContainsAnyInRange('0', '9');
}
