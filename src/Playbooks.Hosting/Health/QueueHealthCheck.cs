using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Playbooks.Hosting;

/// <summary>Checks that the queue takes work, and reports how full it is.</summary>
internal sealed class QueueHealthCheck(IServiceProvider services) : IHealthCheck
{
    // From here on the check warns, so that there is time to react before work is refused.
    private const double NearlyFull = 0.8;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<IWorkQueue>() is not { } queue)
        {
            return Task.FromResult(HealthCheckResult.Healthy("No queue is used."));
        }

        WorkQueueStatus status = queue.GetStatus();
        Dictionary<string, object> data = new(StringComparer.Ordinal)
        {
            ["waiting"] = status.Waiting,
            ["running"] = status.Running,
            ["limit"] = status.Limit,
            ["workers"] = status.Workers,
        };
        string text = $"{status.Waiting} of at most {status.Limit} wait, {status.Running} run.";
        return Task.FromResult(
            !status.IsAccepting || status.Waiting >= status.Limit ? new HealthCheckResult(context.Registration.FailureStatus, status.IsAccepting ? text : "The queue stops.", data: data)
            : status.Waiting >= status.Limit * NearlyFull ? HealthCheckResult.Degraded(text, data: data)
            : HealthCheckResult.Healthy(text, data));
    }
}
