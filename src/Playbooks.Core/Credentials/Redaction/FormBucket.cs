namespace Playbooks.Redaction;

/// <summary>The forms that begin alike.</summary>
/// <param name="Forms">The forms.</param>
/// <param name="Lengths">Their lengths, each once, longest first.</param>
internal sealed record FormBucket(IReadOnlyList<string> Forms, int[] Lengths)
{
    public static FormBucket Of(string form) => new([form], [form.Length]);

    public FormBucket With(string form)
        => new([.. Forms, form], Array.IndexOf(Lengths, form.Length) >= 0 ? Lengths : [.. Lengths.Append(form.Length).OrderDescending()]);

    /// <summary>Whether one of them begins so, and goes on.</summary>
    public bool HasBeginning(ReadOnlySpan<char> text)
    {
        foreach (string form in Forms)
        {
            if (form.Length > text.Length && form.AsSpan().StartsWith(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
