using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Playbooks.Hosting;

/// <summary>Checks that Ansible can be run, and reports its version.</summary>
internal sealed class AnsibleHealthCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<AnsiblePrograms>() is not { } programs)
        {
            return HealthCheckResult.Healthy("Ansible is not used.");
        }

        IReadOnlyList<AnsibleProgram> found = await programs.LookAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, object> data = found.ToDictionary(program => program.Name, object (program) => program.Fault ?? program.Version, StringComparer.Ordinal);
        string[] faults = [.. found.Select(program => program.Fault).OfType<string>()];
        return faults.Length == 0
            ? HealthCheckResult.Healthy(string.Join("; ", found.Select(program => $"{program.Name}: {program.Version}")), data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join(' ', faults), data: data);
    }
}
