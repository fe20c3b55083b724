using System.Collections;

namespace Playbooks.Values;

/// <summary>The limits of all values.</summary>
/// <remarks>They stop the walk through a value that contains itself, and keep values from filling the memory.</remarks>
internal static class ValueBounds
{
    /// <summary>The longest text that a template can make, in characters.</summary>
    public const int MaximumText = 64 * 1024 * 1024;

    /// <summary>The deepest nesting of maps and lists.</summary>
    public const int MaximumDepth = 128;

    /// <summary>The most values in one value, at all levels together.</summary>
    public const int MaximumValues = 1_000_000;

    /// <exception cref="TemplateException">The value is too deep or too large.</exception>
    public static void Check(object? value)
    {
        if (value is not (null or string))
        {
            ValueBudget budget = ValueBudget.ForEntry;
            Check(value, ref budget);
        }
    }

    private static void Check(object? value, ref ValueBudget budget)
    {
        switch (value)
        {
            case null or string:
                break;
            case Dictionary<string, object?> map:
                budget.Enter(map.Count);
                foreach (object? item in map.Values)
                {
                    Check(item, ref budget);
                }

                budget.Leave();
                break;
            case IReadOnlyDictionary<string, object?> map:
                CheckEach(map.Values, map.Count, ref budget);
                break;
            case IReadOnlyList<object?> list:
                CheckEach(list, list.Count, ref budget);
                break;
            case IDictionary map:
                CheckEach(map.Values, map.Count, ref budget);
                break;
            case ICollection collection:
                CheckEach(collection, collection.Count, ref budget);
                break;
        }
    }

    private static void CheckEach(IEnumerable values, int count, ref ValueBudget budget)
    {
        budget.Enter(count);
        foreach (object? item in values)
        {
            Check(item, ref budget);
        }

        budget.Leave();
    }
}
