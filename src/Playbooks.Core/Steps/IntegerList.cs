namespace Playbooks;

/// <summary>Reads a parameter that takes a whole number or a list of them.</summary>
internal static class IntegerList
{
    /// <summary>Reads the numbers, none when nothing was given. Returns false for any other value.</summary>
    public static bool TryRead(object? given, out IReadOnlyList<long> numbers)
    {
        IReadOnlyList<object?> values = given switch
        {
            null => [],
            IReadOnlyList<object?> list => list,
            _ => [given],
        };
        numbers = [.. values.OfType<long>()];
        return numbers.Count == values.Count;
    }
}
