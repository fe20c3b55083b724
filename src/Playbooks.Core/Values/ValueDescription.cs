namespace Playbooks.Values;

/// <summary>Describes values in messages, such as "a list" or "the number 3".</summary>
internal static class ValueDescription
{
    private const int LongestQuote = 40;

    public static string Of(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "the boolean true" : "the boolean false",
        long number => $"the number {number}",
        double number => $"the number {PlaybookValues.ToText(number)}",
        string text
            => $"the text '{(text.Length > LongestQuote ? text[..LongestQuote] + "…" : text).ReplaceLineEndings(" ")}'",
        Secret { IsLost: true }
            => "a secret that was lost when the run was resumed, since the journal holds none (rerun from the step "
                + "that gave it)",
        Secret or ISecretCollection => "a secret",
        IDescribedValue described => described.Description,
        IReadOnlyDictionary<string, object?> => "a map",
        IReadOnlyList<object?> => "a list",
        _ => value.GetType().Name,
    };
}
