namespace Playbooks.Agent;

/// <summary>Does all work of one work type. An application gives its own handlers to the agent.</summary>
/// <remarks>One instance does any number of works at the same time.</remarks>
public interface IWorkHandler
{
    /// <summary>The work type in snake case, as requests name it. It must not change.</summary>
    string WorkType { get; }

    /// <summary>Does the work.</summary>
    /// <param name="context">The request, and the services of the agent for it.</param>
    /// <param name="cancellationToken">Fires when the sender stops the work.</param>
    /// <returns>The outcome. Work that fails in a foreseen way has an outcome too.</returns>
    /// <remarks>
    /// Every exception becomes a failed result. The result has its message; an exception other than
    /// <see cref="WorkRequestException"/> is also logged as an error. An <see cref="OperationCanceledException"/> after
    /// the token fired becomes a cancelled result.
    /// </remarks>
    Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken);
}
