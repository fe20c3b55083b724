namespace Playbooks;

/// <summary>What a run was given, as its journal holds it: without secrets, which have to be given again when it is resumed.</summary>
internal static class StoredParameters
{
    /// <summary>The values to be journalled; those of secret parameters as secrets, however they were given.</summary>
    public static Dictionary<string, object?> Of(Playbook playbook, IReadOnlyDictionary<string, object?> given)
        => given.ToDictionary(
            entry => entry.Key,
            entry => IsSecret(playbook, entry.Key) && entry.Value is not null ? Secret.Lost : entry.Value,
            StringComparer.Ordinal);

    /// <summary>The values of a run that is resumed: as journalled, and what is given again in place of what the journal does not hold.</summary>
    /// <exception cref="PlaybookInvalidException">Something of it was not given again.</exception>
    public static Dictionary<string, object?> Restore(Playbook playbook, string stored, IReadOnlyDictionary<string, object?> again)
    {
        Dictionary<string, object?> values = new(JournalValues.Read(stored), StringComparer.Ordinal);
        List<Diagnostic> problems = [];
        foreach ((string name, object? value) in values.ToArray())
        {
            if (again.TryGetValue(name, out object? given))
            {
                values[name] = given;
            }
            else if (HoldsLost(value))
            {
                problems.Add(DiagnosticDescriptors.MissingInput.At(
                    playbook.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Location ?? playbook.Location,
                    $"The parameter '{name}' is a secret, which the journal does not hold",
                    $"Give it again: -p {name}=VALUE on the command line."));
            }
        }

        return problems.Count == 0 ? values : throw new PlaybookInvalidException(problems);
    }

    private static bool IsSecret(Playbook playbook, string name) => playbook.Parameters.Any(parameter => parameter.Name == name && parameter.Secret);

    private static bool HoldsLost(object? value) => value switch
    {
        Secret secret => secret.IsLost,
        IReadOnlyDictionary<string, object?> map => map.Values.Any(HoldsLost),
        IReadOnlyList<object?> list => list.Any(HoldsLost),
        _ => false,
    };
}
