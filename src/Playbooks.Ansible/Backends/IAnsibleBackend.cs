using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Backends;

/// <summary>A way to run Ansible. All of them produce the same events for the same summarizer.</summary>
internal interface IAnsibleBackend : IAsyncDisposable
{
    /// <summary>Runs Ansible to its end, or until the token stops it. In both cases no process of the run is left when
    /// it returns.</summary>
    /// <param name="invocation">The checked request.</param>
    /// <param name="summarizer">Takes each record and text in order; after a stop, those so far.</param>
    /// <param name="stop">Stops the run: the time limit or the caller. The outcome says so; there is no
    /// exception.</param>
    /// <exception cref="AnsibleRunnerException">Ansible could not be run, or gave no result.</exception>
    Task<BackendOutcome> RunAsync(AnsibleInvocation invocation, EventSummarizer summarizer, CancellationToken stop);
}
