using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Playbooks.Ansible;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>Makes when the host starts what would otherwise fail at its first use: the engine, the connection to the store.</summary>
/// <remarks>That Ansible is missing is only a warning: playbooks without it still run, and it may be installed while the application runs.</remarks>
internal sealed class PlaybooksStart(IServiceProvider services, ILogger<PlaybooksStart> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _looking = Task.CompletedTask;

    /// <exception cref="ExecutionStoreException">The store cannot be opened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<PlaybookEngine>();
        if (services.GetService<IExecutionStore>() is { } store)
        {
            await store.FindAsync("", cancellationToken).ConfigureAwait(false);
        }

        if (services.GetService<AnsibleExecutor>() is not null)
        {
            _looking = LookAsync(services.GetRequiredService<AnsiblePrograms>(), _stopping.Token);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LookAsync(AnsiblePrograms programs, CancellationToken cancellationToken)
    {
        // Ansible takes a second or more to say its version, for which no start should wait.
        await Task.Yield();
        try
        {
            foreach (AnsibleProgram program in await programs.LookAsync(cancellationToken).ConfigureAwait(false))
            {
                if (program.Fault is null)
                {
                    HostingLog.ProgramFound(logger, program.Name, program.Version);
                }
                else
                {
                    HostingLog.ProgramMissing(logger, program.Fault);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops before Ansible has answered.
        }
    }
}
