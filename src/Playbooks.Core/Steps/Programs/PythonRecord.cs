using System.Text.Json;

namespace Playbooks;

/// <summary>The bootstrap's record of a script: the variables that it set, and the exception that ended it.</summary>
internal sealed record PythonRecord(IReadOnlyDictionary<string, object?> Variables, string? Failure)
{
    public static readonly PythonRecord Empty = new(PlaybookValues.EmptyMap, Failure: null);

    /// <exception cref="JsonException">
    /// The record cannot be read: for example, a value is nested too deeply or is not text.
    /// </exception>
    public static PythonRecord Read(string json)
    {
        IReadOnlyDictionary<string, object?> record = Map(PlaybookValues.ParseJson(json));
        return new PythonRecord(
            Map(record["variables"]), record["failure"] is null ? null : Describe(Map(record["failure"])));
    }

    private static IReadOnlyDictionary<string, object?> Map(object? value)
        => (IReadOnlyDictionary<string, object?>)value!;

    private static string Describe(IReadOnlyDictionary<string, object?> failure)
        => failure["line"] is long line ? $"{failure["message"]} (line {line} of the script)" : $"{failure["message"]}";
}
