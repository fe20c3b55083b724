using System.Globalization;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>Selects one of a matcher's candidates, or none.</summary>
internal static class CandidateSelection
{
    // Scores are products: in binary, 0.1 may come out slightly lower.
    private const double Tolerance = 1e-9;

    public static MatcherResult Decide(
        IIntentMatcher matcher, IntentMethod method, IReadOnlyList<IntentCandidate> candidates, IntentQuery query, IReadOnlyCollection<string> givenVariables, double threshold, double margin)
    {
        List<GatedCandidate> gated = [.. Profiles(candidates, query)
            .Select(pair => Pass(pair.Profile, pair.Score, query, matcher is LexicalMatcher))
            .OrderByDescending(candidate => candidate.Rank).ThenBy(candidate => candidate.Profile.Path, StringComparer.Ordinal)];
        List<GatedCandidate> passed = [.. gated.TakeWhile(candidate => candidate.StoppedBy is null)];
        if (passed.Count == 0)
        {
            return new MatcherResult(matcher.Name, method, gated, null, gated.Count == 0 ? "no candidates" : "no candidate passed", false);
        }

        GatedCandidate best = passed[0];
        GatedCandidate decided = best with { };
        bool isFinal = true;
        if (best.Score + Tolerance < threshold)
        {
            decided = best with { StoppedBy = IntentGate.Threshold, Reason = string.Create(CultureInfo.InvariantCulture, $"its score {best.Score:0.00} is below the threshold {threshold:0.00}{Doubts(best.Profile, query)}") };
            isFinal = false;
        }
        else if (passed.Count > 1 && best.Score - passed[1].Score < margin - Tolerance)
        {
            decided = best with { StoppedBy = IntentGate.Margin, Reason = string.Create(CultureInfo.InvariantCulture, $"{passed[1].Profile.Path} is nearly as likely ({passed[1].Score:0.00})") };
        }
        else if (Missing(best.Profile, givenVariables) is { Length: > 0 } missing)
        {
            decided = best with { StoppedBy = IntentGate.Variables, Reason = $"it needs {string.Join(", ", missing)}" };
        }

        gated[0] = decided;
        return new MatcherResult(matcher.Name, method, gated, decided.StoppedBy is null ? decided : null, decided.StoppedBy is null ? $"selected {decided.Profile.Path}" : "the best candidate was stopped", isFinal);
    }

    private static IEnumerable<(PlaybookProfile Profile, double Score)> Profiles(IReadOnlyList<IntentCandidate> candidates, IntentQuery query)
    {
        Dictionary<AnsiblePlaybookInfo, double> scores = new(ReferenceEqualityComparer.Instance);
        foreach (IntentCandidate candidate in candidates.Where(candidate => !double.IsNaN(candidate.Score)))
        {
            double score = Math.Clamp(candidate.Score, 0, 1);
            scores[candidate.Playbook] = Math.Max(score, scores.GetValueOrDefault(candidate.Playbook));
        }

        // A matcher may propose anything, but only playbooks of the catalogue can be selected.
        return query.Index.Profiles.Where(profile => scores.ContainsKey(profile.Info)).Select(profile => (profile, scores[profile.Info]));
    }

    private static GatedCandidate Pass(PlaybookProfile profile, double score, IntentQuery query, bool weighsWords)
        => IntentGates.FindStop(profile, query, weighsWords) is (IntentGate gate, string reason)
            ? new GatedCandidate(profile, score, gate, reason)
            : new GatedCandidate(profile, score);

    private static string[] Missing(PlaybookProfile profile, IReadOnlyCollection<string> givenVariables)
        => [.. profile.Info.RequiredVariables.Select(variable => variable.Name).Where(name => !givenVariables.Contains(name, StringComparer.Ordinal))];

    /// <summary>Describes the words that made a score low.</summary>
    private static string Doubts(PlaybookProfile profile, IntentQuery query)
    {
        IntentReading reading = query.Reading;
        string[] unknown = [.. reading.Content.Where(content => !IntentGates.IsExplained(content, profile, query.Index)).Select(content => content.Word.Text),
            .. reading.Environments.Where(environment => !profile.Environments.Contains(environment))];
        string[] unsaid = [.. IntentGates.UnsaidFileWords(profile, reading)];
        return (unknown.Length == 0 ? "" : $"; nothing of it explains {string.Join(", ", unknown.Take(5).Select(word => $"'{word}'"))}")
            + (unsaid.Length == 0 ? "" : $"; the intent does not say {string.Join(", ", unsaid.Select(word => $"'{word}'"))}")
            + (reading.Names.Count == 0 && reading.Files.Count == 0 ? "; the intent does not name its service" : "");
    }
}
