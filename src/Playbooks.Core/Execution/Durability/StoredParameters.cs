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
    /// <exception cref="PlaybookInvalidException">Something of it was not given again, or something else was: what has run already ran with what the journal holds.</exception>
    public static Dictionary<string, object?> ForResume(Playbook playbook, string stored, IReadOnlyDictionary<string, object?> again)
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

    /// <summary>The values of a run that repeats a part of another one: as journalled, as far as the playbook still has them, and what is given now.</summary>
    /// <exception cref="PlaybookInvalidException">Something that the journal does not hold was not given again.</exception>
    public static Dictionary<string, object?> ForRerun(Playbook playbook, string stored, IReadOnlyDictionary<string, object?> given)
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

    private static void Replace(Playbook playbook, Dictionary<string, object?> values, IReadOnlyDictionary<string, object?> given, List<Diagnostic> problems)
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

    private static bool IsSecret(Playbook playbook, string name) => playbook.Parameters.Any(parameter => parameter.Name == name && parameter.Secret);

    private static bool HoldsLost(object? value) => value switch
    {
        Secret secret => secret.IsLost,
        IReadOnlyDictionary<string, object?> map => map.Values.Any(HoldsLost),
        IReadOnlyList<object?> list => list.Any(HoldsLost),
        _ => false,
    };
}
