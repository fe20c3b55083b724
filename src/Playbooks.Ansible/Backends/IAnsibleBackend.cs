using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Backends;

/// <summary>A way to run Ansible. All of them produce the same events, and the same summarizer folds them.</summary>
internal interface IAnsibleBackend : IAsyncDisposable
{
    /// <summary>Runs to the end, or until the token stops it. Either way nothing of the run is left when it returns.</summary>
    /// <param name="invocation">What to run, checked.</param>
    /// <param name="summarizer">Takes each record and text in order; after a stop, those that there were.</param>
    /// <param name="stop">Ends the run: a time limit or the caller. No exception then, but an outcome that says so.</param>
    /// <exception cref="AnsibleRunnerException">Ansible could not be run, or gave no result.</exception>
    Task<BackendOutcome> RunAsync(AnsibleInvocation invocation, EventSummarizer summarizer, CancellationToken stop);
}
