using System.Globalization;
using Playbooks.Values;

namespace Playbooks.Redaction;

/// <summary>Masks values of playbooks. What holds no secret is not copied.</summary>
internal static class ValueMasking
{
    /// <summary>Longer than any number is in text.</summary>
    private const int LongestNumber = 64;

    public static object? Mask(Redactor redactor, object? value, ref ValueBudget budget) => value switch
    {
        null or bool => value,
        string text => redactor.Mask(text),
        // A secret of digits comes back out of JSON as a number.
        long number => Number(redactor, number, value, default),
        int number => Number(redactor, number, value, default),
        double number => Number(redactor, number, value, "R"),
        Secret or ISecretCollection => Secret.Mask,
        Credential credential => credential.ToString(),
        // By its own enumerator, which costs no memory.
        Dictionary<string, object?> map => Entries(redactor, map, map.GetEnumerator(), ref budget),
        IReadOnlyDictionary<string, object?> map => Entries(redactor, map, map.GetEnumerator(), ref budget),
        IReadOnlyList<object?> list => Items(redactor, list, ref budget),
        _ => Other(redactor, value),
    };

    private static object Number<T>(Redactor redactor, T number, object value, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[LongestNumber];
        return number.TryFormat(text, out int written, format, CultureInfo.InvariantCulture) && redactor.Finds(text[..written]) ? Secret.Mask : value;
    }

    /// <summary>What a handler should not have given: it is shown by its text, so that is what must hold no secret.</summary>
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
