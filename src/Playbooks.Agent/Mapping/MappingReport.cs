using System.Globalization;

namespace Playbooks.Agent.Mapping;

/// <summary>Makes the mapping from the results of all matchers.</summary>
internal static class MappingReport
{
    private const int ExplainedCandidates = 5;

    // Below this score, a playbook has hardly a word in common with the intent.
    private const double WorthNaming = 0.1;

    public static IntentMapping Make(IntentQuery query, IReadOnlyList<MatcherResult> results)
    {
        MatcherResult? deciding = results.FirstOrDefault(result => result.Winner is not null);
        GatedCandidate? winner = deciding?.Winner;
        GatedCandidate[] others = [.. results.SelectMany(result => result.Candidates)
            .Where(candidate => candidate.Profile != winner?.Profile && candidate.Score >= WorthNaming)
            .GroupBy(candidate => candidate.Profile)
            .Select(group => group.MaxBy(candidate => candidate.Rank)!)
            .OrderByDescending(candidate => candidate.Rank).ThenBy(candidate => candidate.Profile.Path, StringComparer.Ordinal)
            .Take(IntentMapping.MaximumAlternatives)];
        return new IntentMapping
        {
            Playbook = winner?.Profile.Info,
            Confidence = Rounded(winner?.Score ?? others.Where(other => other.Rank > 1).Select(other => other.Score).DefaultIfEmpty(0).Max()),
            Method = deciding?.Method ?? IntentMethod.None,
            Alternatives = [.. others.Select(other => new IntentAlternative(other.Profile.Path, other.Profile.Info.Service, Rounded(other.Score)))],
            Suggestion = winner is null ? Suggest(query, others) : "",
            Explanation = Explain(query, results),
        };
    }

    private static double Rounded(double score) => Math.Round(score, 4);

    private static string Suggest(IntentQuery query, GatedCandidate[] candidates)
    {
        string intent = query.Intent.Length <= 100 ? query.Intent : $"{query.Intent[..100]}…";
        if (query.Reading.Refusal is string refusal)
        {
            return $"No playbook was selected for '{intent}': {refusal}.{Near(candidates)}";
        }

        if (candidates.Length == 0)
        {
            return query.Catalogue.Count == 0
                ? $"No playbook was selected for '{intent}': the catalogue is empty. Add a playbook, or discover the repository again."
                : $"No playbook was selected for '{intent}': nothing in the catalogue is about that. Name an action and a service of the catalogue, such as '{Example(query)}'.";
        }

        GatedCandidate best = candidates[0];
        string advice = best.StoppedBy switch
        {
            IntentGate.Variables => "Give these variables.",
            IntentGate.Margin => "Name the file that is meant.",
            IntentGate.Action => "Say what to do in words that fit a playbook, or name the file that is meant.",
            _ => $"Say it in the playbook's own words, or name the file: '{best.Profile.Path}'.",
        };
        return $"No playbook was selected for '{intent}': {best.Profile.Path} comes nearest, but {best.Reason}. {advice}{Near(candidates[1..])}";
    }

    private static string Near(IEnumerable<GatedCandidate> candidates)
    {
        string near = string.Join(", ", candidates.Select(candidate => string.Create(CultureInfo.InvariantCulture, $"{candidate.Profile.Path} ({candidate.Score:0.00})")));
        return near.Length == 0 ? "" : $" Near it: {near}.";
    }

    private static string Example(IntentQuery query)
    {
        PlaybookProfile? example = query.Index.Profiles.FirstOrDefault(profile => profile.Action.Action is not null);
        return example is null ? "deploy kuma" : $"{example.Action.Action} {example.Info.Service}";
    }

    private static IntentExplanation Explain(IntentQuery query, IReadOnlyList<MatcherResult> results) => new()
    {
        Intent = query.Normalized,
        Actions = query.Reading.Actions,
        Services = [.. query.Reading.Names.Select(mention => mention.Name.Display).Distinct(StringComparer.Ordinal)],
        Environments = [.. query.Reading.Environments.Order(StringComparer.Ordinal)],
        OtherWords = [.. query.Reading.Content.Select(content => content.Word.Text)],
        Matchers = [.. results.Select(result => new MatcherExplanation(
            result.Matcher,
            result.Outcome,
            [.. result.Candidates.Take(ExplainedCandidates).Select(candidate => new CandidateExplanation(candidate.Profile.Path, Rounded(candidate.Score), candidate.StoppedBy, candidate.Reason))]))],
    };
}
