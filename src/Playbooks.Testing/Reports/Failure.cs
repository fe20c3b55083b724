namespace Playbooks.Testing;

/// <summary>Makes the exceptions of failed assertions.</summary>
internal static class Failure
{
    /// <param name="report">The report that the message ends with, nested playbooks included.</param>
    /// <param name="expected">The words after "Expected".</param>
    /// <param name="actual">The words after "but".</param>
    public static PlaybookAssertionException Of(ExecutionReport report, string expected, string actual)
        => new($"Expected {expected}, but {actual.TrimEnd(':', ' ')}\n\n{report.ToText(expand: true)}");

    /// <exception cref="PlaybookAssertionException">There is no such output, or it has another value.</exception>
    public static void ThrowUnlessEqual(
        ExecutionReport report, string owner, IReadOnlyDictionary<string, object?> outputs, string name, object? value)
    {
        string expected = PlaybookValues.ToJson(PlainValue.Of(value));
        if (!outputs.TryGetValue(name, out object? actual))
        {
            string known = outputs.Count == 0 ? "there is none" : $"there are only {string.Join(", ", outputs.Keys)}";
            throw Of(report, $"{owner} to have the output '{name}'", known);
        }

        if (PlaybookValues.ToJson(actual) is string found && found != expected)
        {
            throw Of(report, $"output '{name}' of {owner} to be {expected}", $"it was {found}");
        }
    }
}
