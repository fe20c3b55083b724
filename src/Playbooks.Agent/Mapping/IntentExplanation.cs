using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Playbooks.Agent.Mapping;

/// <summary>The explanation of a mapping.</summary>
public sealed record IntentExplanation
{
    /// <summary>The intent in its normalized form.</summary>
    public string Intent { get; init; } = "";

    /// <summary>The actions that the intent may mean; mostly one.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>The services of the catalogue that the intent names.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The environments that the intent names.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>The words that the selected playbook must account for.</summary>
    public IReadOnlyList<string> OtherWords { get; init; } = [];

    /// <summary>The matchers that were asked, in their order.</summary>
    [JsonInclude]
    internal IReadOnlyList<MatcherExplanation> Matchers { get; init; } = [];

    /// <summary>The explanation for a terminal, in several lines.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        text.Append("intent: ").Append(Intent).Append('\n');
        Append(text, "action", Actions);
        Append(text, "service", Services);
        Append(text, "environment", Environments);
        Append(text, "other words", OtherWords);
        foreach (MatcherExplanation matcher in Matchers)
        {
            text.Append(matcher.Matcher).Append(": ").Append(matcher.Outcome).Append('\n');
            foreach (CandidateExplanation candidate in matcher.Candidates)
            {
                text.Append("  ").Append(candidate.Score.ToString("0.00", CultureInfo.InvariantCulture)).Append(' ').Append(candidate.Playbook);
                text.Append(candidate.Reason.Length == 0 ? "" : $": {candidate.Reason}").Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<string> values)
        => text.Append(title).Append(": ").Append(values.Count == 0 ? "-" : string.Join(", ", values)).Append('\n');
}
