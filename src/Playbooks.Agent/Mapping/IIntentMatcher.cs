namespace Playbooks.Agent.Mapping;

/// <summary>Proposes Ansible playbooks for an intent.</summary>
/// <remarks>
/// It only proposes: the <see cref="IntentMapper"/> judges every candidate by the same rules, so that no matcher can select a playbook
/// whose action, service or environment is not the intent's. Used by many threads at a time. An exception is logged, and the mapper
/// goes on without this matcher; <see cref="OperationCanceledException"/> of the caller's token ends the mapping.
/// </remarks>
public interface IIntentMatcher
{
    /// <summary>What explanations call it.</summary>
    string Name { get; }

    /// <summary>The candidates, in any order; empty when there are none.</summary>
    ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken);
}
