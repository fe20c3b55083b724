namespace Playbooks.Agent.Mapping;

/// <summary>
/// Matches an intent that is a path, a file name, or an action and a service in the words of exactly one playbook.
/// </summary>
internal sealed class ExactMatcher : IIntentMatcher
{
    public string Name => "exact";

    public ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlaybookProfile> found = query.Reading.IsFile ? query.Reading.Files : query.Index.FindCanonical(query.Normalized.Replace('-', ' '));

        // When two playbooks have the same file name, both are candidates. When two have the same words, the other
        // matchers decide.
        return new(query.Reading.IsFile || found.Count == 1 ? [.. found.Select(profile => new IntentCandidate(profile.Info, 1))] : []);
    }
}
