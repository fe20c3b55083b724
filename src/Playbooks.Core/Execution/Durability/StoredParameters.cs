namespace Playbooks;

/// <summary>
/// A run's parameters as its journal holds them: without secrets, which have to be given again when the run is resumed.
/// </summary>
internal static class StoredParameters
{
    /// <summary>Gets the values for the journal. The values of secret parameters become secrets.</summary>
    public static Dictionary<string, object?> Of(Playbook playbook, IReadOnlyDictionary<string, object?> given)
        => given.ToDictionary(
            entry => entry.Key,
            entry => IsSecret(playbook, entry.Key) && entry.Value is not null ? Secret.Lost : entry.Value,
            StringComparer.Ordinal);

    /// <summary>
    /// Gets the values of a run that is resumed: those of the journal, and the secrets that are given again.
    /// </summary>
    /// <exception cref="PlaybookInvalidException">A secret was not given again, or another parameter was given: the
    /// steps that have ended ran with the journalled values.</exception>
    public static Dictionary<string, object?> ForResume(
        Playbook playbook, string stored, IReadOnlyDictionary<string, object?> again)
    {
        Dictionary<string, object?> values = new(JournalValues.Read(stored), StringComparer.Ordinal);
        List<Diagnostic> problems = [.. again.Keys
            .Where(name => !values.TryGetValue(name, out object? held) || !HoldsLost(held))
            .Select(name => DiagnosticDescriptors.UnknownInput.At(
                LocationOf(playbook, name),
                $"The parameter '{name}' cannot be given to a run that is resumed: it goes on with what it began with",
                "Leave it out; to run with another value, rerun from a step, or run anew."))];
        Replace(playbook, values, again, problems);
        return problems.Count == 0 ? values : throw new PlaybookInvalidException(problems);
    }

    /// <summary>
    /// Gets the values of a rerun: those of the earlier run that the playbook still declares, and those that are given
    /// now.
    /// </summary>
    /// <exception cref="PlaybookInvalidException">A secret that the journal does not hold was not given
    /// again.</exception>
    public static Dictionary<string, object?> ForRerun(
        Playbook playbook, string stored, IReadOnlyDictionary<string, object?> given)
    {
        Dictionary<string, object?> values = JournalValues.Read(stored)
            .Where(entry => playbook.Parameters.Any(parameter => parameter.Name == entry.Key))
            .Concat(given)
            .GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(entries => entries.Key, entries => entries.Last().Value, StringComparer.Ordinal);
        List<Diagnostic> problems = [];
        Replace(playbook, values, given, problems);
        return problems.Count == 0 ? values : throw new PlaybookInvalidException(problems);
    }

    private static void Replace(
        Playbook playbook,
        Dictionary<string, object?> values,
        IReadOnlyDictionary<string, object?> given,
        List<Diagnostic> problems)
    {
        foreach ((string name, object? value) in values.ToArray())
        {
            if (given.TryGetValue(name, out object? again))
            {
                values[name] = again;
            }
            else if (HoldsLost(value))
            {
                problems.Add(DiagnosticDescriptors.MissingInput.At(
                    LocationOf(playbook, name),
                    $"The parameter '{name}' is a secret, which the journal does not hold",
                    $"Give it again: -p {name}=VALUE on the command line."));
            }
        }
    }

    private static SourceLocation LocationOf(Playbook playbook, string name)
        => playbook.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Location ?? playbook.Location;

    private static bool IsSecret(Playbook playbook, string name)
        => playbook.Parameters.Any(parameter => parameter.Name == name && parameter.Secret);

    private static bool HoldsLost(object? value) => value switch
    {
        Secret secret => secret.IsLost,
        IReadOnlyDictionary<string, object?> map => map.Values.Any(HoldsLost),
        IReadOnlyList<object?> list => list.Any(HoldsLost),
        _ => false,
    };
}
