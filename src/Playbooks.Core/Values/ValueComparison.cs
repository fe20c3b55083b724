namespace Playbooks.Values;

/// <summary>Implements the operators: truth, equality, order, containment and sum.</summary>
internal static class ValueComparison
{
    public static bool Truth(object? value, string where)
        => value is bool flag ? flag
            : value is Secret { Meaning: bool hidden } ? hidden
            : throw new TemplateException(
                $"'{where}' needs true or false, not {ValueDescription.Of(value)}; compare it, as in x != ''");

    public static bool AreEqual(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        // A lost secret could have had any value, so that no comparison may decide: Reveal throws.
        (Secret { IsLost: true } lost, _) => lost.Reveal() is null,
        (_, Secret { IsLost: true } lost) => lost.Reveal() is null,
        (Secret { Meaning: object meaning }, not (Secret or string)) => AreEqual(meaning, b),
        (not (Secret or string), Secret { Meaning: object meaning }) => AreEqual(a, meaning),
        (long x, double y) => x == y,
        (double x, long y) => x == y,
        (Secret or string, Secret or string)
            => string.Equals(SecretText.Reveal(a).Text, SecretText.Reveal(b).Text, StringComparison.Ordinal),
        (IReadOnlyList<object?> x, IReadOnlyList<object?> y)
            => x.Count == y.Count && x.Zip(y).All(pair => AreEqual(pair.First, pair.Second)),
        (IReadOnlyDictionary<string, object?> x, IReadOnlyDictionary<string, object?> y)
            => x.Count == y.Count
                && x.All(entry => y.TryGetValue(entry.Key, out object? other) && AreEqual(entry.Value, other)),
        _ => a.Equals(b),
    };

    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (long or double, long or double) => Number(a).CompareTo(Number(b)),
        (string x, string y) => string.CompareOrdinal(x, y),
        _ => throw new TemplateException(
            $"{ValueDescription.Of(a)} and {ValueDescription.Of(b)} cannot be ordered; "
            + "compare two numbers or two texts"),
    };

    public static bool Contains(object? container, object? item) => (container, item) switch
    {
        (IReadOnlyList<object?> list, _) => list.Any(candidate => AreEqual(candidate, item)),
        (IReadOnlyDictionary<string, object?> map, string key) => map.ContainsKey(key),
        (IReadOnlyDictionary<string, object?> map, Secret key) => map.ContainsKey(key.Reveal()),
        (string or Secret, string or Secret)
            => SecretText.Reveal(container).Text.Contains(SecretText.Reveal(item).Text, StringComparison.Ordinal),
        _ => throw new TemplateException(
            "'in' needs a list, a map or a text on its right side, "
            + $"not {ValueDescription.Of(container)} with {ValueDescription.Of(item)} on its left"),
    };

    public static object Add(object? a, object? b)
    {
        switch (a, b)
        {
            case (long x, long y):
                long sum = unchecked(x + y);
                // Overflow flips the sign of a sum whose operands agree in theirs.
                return ((x ^ sum) & (y ^ sum)) < 0
                    ? throw new TemplateException($"{x} + {y} does not fit 64 bits")
                    : sum;
            case (long or double, long or double):
                return Number(a) + Number(b);
            case (string or Secret, string or Secret):
                return SecretText.Concatenate([a, b]);
            case (IReadOnlyList<object?> x, IReadOnlyList<object?> y):
                return (object?[])[.. x, .. y];
            default:
                throw new TemplateException(
                    $"{ValueDescription.Of(a)} and {ValueDescription.Of(b)} cannot be added; "
                    + "'~' joins anything as text");
        }
    }

    private static double Number(object? value) => value is long integer ? integer : (double)value!;
}
