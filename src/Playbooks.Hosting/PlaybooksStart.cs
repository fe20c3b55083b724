using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>
/// Creates the engine and opens the store when the host starts, so that they do not fail only at their first use.
/// </summary>
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
