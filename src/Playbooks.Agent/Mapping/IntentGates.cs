namespace Playbooks.Agent.Mapping;

/// <summary>The rules that every candidate has to pass, whatever matcher proposed it.</summary>
internal static class IntentGates
{
    /// <summary>
    /// Finds the gate that stops a candidate, and the reason; null when none does. Threshold, margin and variables are
    /// checked elsewhere, for the best candidate only.
    /// </summary>
    /// <param name="profile">The candidate.</param>
    /// <param name="query">The query.</param>
    /// <param name="weighsWords">True when the matcher's score already takes unexplained words into account.</param>
    public static (IntentGate Gate, string Reason)? FindStop(PlaybookProfile profile, IntentQuery query, bool weighsWords)
    {
        IntentReading reading = query.Reading;
        if (reading.IsFile)
        {
            return reading.Files.Contains(profile) ? null : (IntentGate.Service, "the intent names another file");
        }

        return reading.Refusal is string refusal ? (IntentGate.Intent, refusal)
            : StopByAction(profile, reading)
            ?? StopByService(profile, reading)
            ?? StopByEnvironment(profile, reading)
            ?? (weighsWords ? null : StopByWords(profile, reading, query.Index));
    }

    /// <summary>Tells if a playbook accounts for a word of the intent.</summary>
    public static bool IsExplained(ContentWord content, PlaybookProfile profile, CatalogueIndex index)
        => content.Word is { IsForeign: false, Accents: 0 }
            // "remove the data of kuma" does not mean the playbook that removes Kuma, though its description speaks of
            // data.
            && content.Word.Parts.All(part => (profile.Action.Action == ActionWords.Remove ? profile.Place : profile.Vocabulary).Contains(PlaybookProfile.Stem(part)))
            // "grafana agent" is not Grafana when another service is called agent, whatever Grafana's description says.
            && !(content.IsBesideName && content.Word.Parts.Any(part => index.IsInOtherName(part, profile)) && !IsSurname(content.Word, profile));

    /// <summary>Tells if the playbook's description has that word beside its name: "AdGuard Home".</summary>
    private static bool IsSurname(Word word, PlaybookProfile profile)
        => profile.Names.Any(name => profile.Pairs.Contains($"{name[^1]} {word.Text}") || profile.Pairs.Contains($"{word.Text} {name[0]}"));

    /// <summary>Finds the words of the file name that the intent does not contain.</summary>
    public static IEnumerable<string> UnsaidFileWords(PlaybookProfile profile, IntentReading reading)
        => reading.Files.Contains(profile) ? [] : profile.FileWords.Where(word => !reading.Parts.Any(said => PlaybookProfile.Stem(said) == PlaybookProfile.Stem(word)));

    private static (IntentGate, string)? StopByAction(PlaybookProfile profile, IntentReading reading)
    {
        if (reading.Actions.Count == 0)
        {
            return reading.Files.Contains(profile) ? null : (IntentGate.Action, "the intent does not say what to do");
        }

        return profile.Action.Action is not string action ? (IntentGate.Action, $"it says {string.Join(" and ", profile.Action.Said.Select(said => $"'{said}'"))}, so what it does is not clear")
            : reading.Actions.Contains(action) ? null
            : (IntentGate.Action, $"it does '{action}', and the intent says '{string.Join("' or '", reading.Actions)}'");
    }

    private static (IntentGate, string)? StopByService(PlaybookProfile profile, IntentReading reading)
    {
        if (reading.Files.Count > 0)
        {
            return reading.Files.Contains(profile) ? null : (IntentGate.Service, "the intent names another file");
        }

        ServiceName[] named = [.. reading.Names.Select(mention => mention.Name).Distinct()];
        return named.Length == 0 || SentenceReader.CoversAll(profile, named)
            ? null
            : (IntentGate.Service, $"it is about '{profile.Info.Service}', and the intent names {string.Join(" and ", named.Select(name => $"'{name.Display}'"))}");
    }

    private static (IntentGate, string)? StopByEnvironment(PlaybookProfile profile, IntentReading reading)
    {
        if (reading.Environments.Count == 0)
        {
            return profile.PathEnvironments.Count == 0 || reading.Files.Contains(profile)
                ? null
                : (IntentGate.Environment, $"it is for {string.Join(", ", profile.PathEnvironments)}, and the intent names no environment");
        }

        return profile.Environments.Count == 0 || reading.Environments.All(profile.Environments.Contains)
            ? null
            : (IntentGate.Environment, $"it is for {string.Join(", ", profile.Environments)}, and the intent says {string.Join(", ", reading.Environments)}");
    }

    private static (IntentGate, string)? StopByWords(PlaybookProfile profile, IntentReading reading, CatalogueIndex index)
    {
        // Without a name in the intent, every word may be part of one.
        string[] unknown = [.. reading.Content.Where(content => (content.IsBesideName || reading.Names.Count == 0) && !IsExplained(content, profile, index)).Select(content => content.Word.Text),
            .. reading.Environments.Where(environment => !profile.Environments.Contains(environment))];
        string[] unsaid = [.. UnsaidFileWords(profile, reading)];
        return unknown.Length > 0 ? (IntentGate.Words, $"nothing of it explains {string.Join(", ", unknown.Select(word => $"'{word}'"))}")
            : unsaid.Length > 0 ? (IntentGate.Words, $"the intent does not say {string.Join(", ", unsaid.Select(word => $"'{word}'"))}")
            : null;
    }
}
