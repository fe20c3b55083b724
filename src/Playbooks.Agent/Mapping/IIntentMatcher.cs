namespace Playbooks.Agent.Mapping;

/// <summary>Proposes Ansible playbooks for an intent.</summary>
/// <remarks>
/// A matcher only proposes. The <see cref="IntentMapper"/> judges every candidate by the same rules, so that no matcher
/// can select a playbook whose action, service or environment is not the intent's. Many threads use a matcher at the
/// same time. An exception is logged, and the mapper goes on without this matcher; an
/// <see cref="OperationCanceledException"/> of the caller's token ends the mapping.
/// </remarks>
public interface IIntentMatcher
{
    /// <summary>The matcher's name in explanations.</summary>
    string Name { get; }

    /// <summary>Finds the candidates, in any order; empty when there are none.</summary>
    ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken);
}
