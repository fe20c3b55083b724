using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>Checks that the store of runs can be read.</summary>
internal sealed class StoreHealthCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<IExecutionStore>() is not { } store)
        {
            return HealthCheckResult.Healthy("No store is used.");
        }

        try
        {
            await store.FindAsync("", cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("The store can be read.");
        }
        catch (ExecutionStoreException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
