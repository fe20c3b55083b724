using Microsoft.Extensions.Diagnostics.HealthChecks;
using Playbooks.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health checks of Playbooks to those of an application.</summary>
public static class PlaybooksHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds <c>playbooks-ansible</c> (its programs are found and report their versions), <c>playbooks-store</c> (it can
    /// be read) and <c>playbooks-queue</c> (it takes work; degraded from four fifths of its limit). Parts that the
    /// application has not added are not checked.
    /// </summary>
    /// <param name="builder">The result of <c>AddHealthChecks</c>.</param>
    /// <param name="tags">The tags by which an application selects its checks.</param>
    public static IHealthChecksBuilder AddPlaybooks(this IHealthChecksBuilder builder, params IEnumerable<string> tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string[] all = [.. tags];
        builder.Add(new HealthCheckRegistration("playbooks-ansible", services => new AnsibleHealthCheck(services), failureStatus: null, all));
        builder.Add(new HealthCheckRegistration("playbooks-store", services => new StoreHealthCheck(services), failureStatus: null, all));
        builder.Add(new HealthCheckRegistration("playbooks-queue", services => new QueueHealthCheck(services), failureStatus: null, all));
        return builder;
    }
}
