namespace Playbooks.Agent;

/// <summary>Does all work of one type. An application adds its own by giving them to the agent.</summary>
/// <remarks>One instance does any number of works at a time.</remarks>
public interface IWorkHandler
{
    /// <summary>The work type, in snake case, as requests name it. It does not change.</summary>
    string WorkType { get; }

    /// <summary>Does the work.</summary>
    /// <param name="context">The request, and what the agent gives for it.</param>
    /// <param name="cancellationToken">Whoever asked for the work stops it.</param>
    /// <returns>What came of it. Work that fails in a foreseen way is an outcome.</returns>
    /// <remarks>
    /// Whatever it throws becomes a failed result: of a <see cref="WorkRequestException"/> the message, of anything else the
    /// message and an error in the log. An <see cref="OperationCanceledException"/> after the token fired is a cancelled result.
    /// </remarks>
    Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken);
}
