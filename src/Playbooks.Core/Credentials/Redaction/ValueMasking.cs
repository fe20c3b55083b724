using System.Globalization;
using Playbooks.Values;

namespace Playbooks.Redaction;

/// <summary>Masks the values of playbooks. A value without secrets is not copied.</summary>
internal static class ValueMasking
{
    /// <summary>More characters than the text of any number has.</summary>
    private const int LongestNumber = 64;

    public static object? Mask(Redactor redactor, object? value, ref ValueBudget budget) => value switch
    {
        null or bool => value,
        string text => redactor.Mask(text),
        // A secret that consists of digits can return from JSON as a number.
        long number => Number(redactor, number, value, default),
        int number => Number(redactor, number, value, default),
        double number => Number(redactor, number, value, "R"),
        Secret or ISecretCollection => Secret.Mask,
        Credential credential => credential.ToString(),
        // The dictionary's own enumerator is not allocated.
        Dictionary<string, object?> map => Entries(redactor, map, map.GetEnumerator(), ref budget),
        IReadOnlyDictionary<string, object?> map => Entries(redactor, map, map.GetEnumerator(), ref budget),
        IReadOnlyList<object?> list => Items(redactor, list, ref budget),
        _ => Other(redactor, value),
    };

    private static object Number<T>(Redactor redactor, T number, object value, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[LongestNumber];
        return number.TryFormat(text, out int written, format, CultureInfo.InvariantCulture)
            && redactor.Finds(text[..written])
            ? Secret.Mask
            : value;
    }

    /// <summary>
    /// Masks a value of a type that a handler must not give. It is shown as its text, so that its text is masked.
    /// </summary>
    private static object Other(Redactor redactor, object value)
    {
        string text = PlaybookValues.ToText(value);
        string masked = redactor.Mask(text);
        return ReferenceEquals(text, masked) ? value : masked;
    }

    private static IReadOnlyDictionary<string, object?> Entries<TEnumerator>(
        Redactor redactor, IReadOnlyDictionary<string, object?> map, TEnumerator entries, ref ValueBudget budget)
        where TEnumerator : IEnumerator<KeyValuePair<string, object?>>
    {
        Dictionary<string, object?>? copy = null;
        int unchanged = 0;
        budget.Enter(map.Count);
        using (entries)
        {
            while (entries.MoveNext())
            {
                (string key, object? value) = entries.Current;
                string maskedKey = redactor.Mask(key);
                object? masked = Mask(redactor, value, ref budget);
                if (copy is null)
                {
                    if (ReferenceEquals(masked, value) && ReferenceEquals(maskedKey, key))
                    {
                        unchanged++;
                        continue;
                    }

                    copy = new Dictionary<string, object?>(map.Count, StringComparer.Ordinal);
                    foreach ((string before, object? same) in map.Take(unchanged))
                    {
                        copy[before] = same;
                    }
                }

                copy[maskedKey] = masked;
            }
        }

        budget.Leave();
        return copy ?? map;
    }

    private static IReadOnlyList<object?> Items(Redactor redactor, IReadOnlyList<object?> list, ref ValueBudget budget)
    {
        object?[]? copy = null;
        budget.Enter(list.Count);
        for (int i = 0; i < list.Count; i++)
        {
            object? masked = Mask(redactor, list[i], ref budget);
            if (copy is null && !ReferenceEquals(masked, list[i]))
            {
                copy = [.. list];
            }

            if (copy is not null)
            {
                copy[i] = masked;
            }
        }

        budget.Leave();
        return copy ?? list;
    }
}
