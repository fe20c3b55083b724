using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Playbooks.Hosting;

/// <summary>Looks for Ansible when the host starts, and logs the result.</summary>
/// <remarks>
/// A missing Ansible is only a warning: other playbooks still run, and it may be installed while the application runs.
/// </remarks>
internal sealed class AnsibleStart(IServiceProvider services, ILogger<AnsibleStart> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _looking = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _looking = LookAsync(services.GetRequiredService<AnsiblePrograms>(), _stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task LookAsync(AnsiblePrograms programs, CancellationToken cancellationToken)
    {
        // Ansible takes a second or more to report its version. The host's start does not wait for it.
        await Task.Yield();
        try
        {
            foreach (AnsibleProgram program in await programs.LookAsync(cancellationToken).ConfigureAwait(false))
            {
                if (program.Fault is null)
                {
                    AnsibleStartLog.ProgramFound(logger, program.Name, program.Version);
                }
                else
                {
                    AnsibleStartLog.ProgramMissing(logger, program.Fault);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops before Ansible has answered.
        }
    }
}
