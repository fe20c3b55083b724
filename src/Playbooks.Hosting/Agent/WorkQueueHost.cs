using Microsoft.Extensions.Hosting;

namespace Playbooks.Hosting;

/// <summary>Starts the queue with the host, and lets it finish its work when the host stops.</summary>
internal sealed class WorkQueueHost(WorkQueue queue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => queue.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => queue.StopAsync(cancellationToken);
}
