namespace Playbooks;

/// <summary>Finds the secrets in what a step was given.</summary>
internal static class SecretsOf
{
    /// <summary>Their texts, however deep they lie.</summary>
    public static IEnumerable<string> Value(object? value) => value switch
    {
        Secret secret => [secret.Reveal()],
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Value),
        IReadOnlyList<object?> list => list.SelectMany(Value),
        _ => [],
    };
}
