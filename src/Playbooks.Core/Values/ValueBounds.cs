namespace Playbooks.Values;

/// <summary>Bounds what a playbook can build of values: step by step they could grow until the process has no stack or no memory left.</summary>
internal static class ValueBounds
{
    /// <summary>The longest text that a template makes, in characters.</summary>
    public const int MaximumText = 64 * 1024 * 1024;

    private const int MaximumDepth = 128;
    private const int MaximumValues = 1_000_000;

    /// <exception cref="TemplateException">The value is too deep or too large.</exception>
    public static void Check(object? value)
    {
        if (value is IReadOnlyDictionary<string, object?> or IReadOnlyList<object?>)
        {
            int values = 0;
            Check(value, 0, ref values);
        }
    }

    private static void Check(object? value, int depth, ref int values)
    {
        if (depth > MaximumDepth)
        {
            throw new TemplateException($"A value is nested more than {MaximumDepth} levels deep");
        }

        if (++values > MaximumValues)
        {
            throw new TemplateException($"A value holds more than {MaximumValues:N0} values");
        }

        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map:
                foreach (object? item in map.Values)
                {
                    Check(item, depth + 1, ref values);
                }

                break;
            case IReadOnlyList<object?> list:
                foreach (object? item in list)
                {
                    Check(item, depth + 1, ref values);
                }

                break;
        }
    }
}
