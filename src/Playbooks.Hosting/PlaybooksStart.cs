using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>Makes what would otherwise fail at its first use when the host starts: the engine, the connection to the
/// store.</summary>
internal sealed class PlaybooksStart(IServiceProvider services) : IHostedService
{
    /// <exception cref="ExecutionStoreException">The store cannot be opened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<PlaybookEngine>();
        if (services.GetService<IExecutionStore>() is { } store)
        {
            await store.FindAsync("", cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
