namespace Playbooks.Ansible;

/// <summary>Masks secrets in the summaries and reports of a run.</summary>
internal static class SummaryMasking
{
    public static ExecutionSummary MaskSummary(this Redactor redactor, ExecutionSummary summary) => summary with
    {
        FailedTasks = [.. summary.FailedTasks.Select(redactor.Mask)],
        KeyErrors = [.. summary.KeyErrors.Select(redactor.Mask)],
        Warnings = [.. summary.Warnings.Select(redactor.Mask)],
        CustomStats = redactor.Mask(summary.CustomStats),
        RunErrors = [.. summary.RunErrors.Select(redactor.Mask)],
        HostsSummary = summary.HostsSummary.Keys.Any(host => redactor.IsSecret(host))
            ? MaskHosts(redactor, summary.HostsSummary)
            : summary.HostsSummary,
        SlowestTasks = [.. summary.SlowestTasks.Select(task => task with
        {
            Task = redactor.Mask(task.Task),
            Host = redactor.Mask(task.Host),
        })],
        Failures = [.. summary.Failures.Select(failure => failure with
        {
            Host = redactor.Mask(failure.Host),
            Task = redactor.Mask(failure.Task),
            Action = redactor.Mask(failure.Action),
            Message = redactor.Mask(failure.Message),
            Location = failure.Location is null ? null : redactor.Mask(failure.Location),
        })],
    };

    /// <summary>Numbers the hosts whose masked names are equal, so that each keeps its figures.</summary>
    private static Dictionary<string, HostSummary> MaskHosts(
        Redactor redactor, IReadOnlyDictionary<string, HostSummary> hosts)
    {
        Dictionary<string, HostSummary> masked = new(StringComparer.Ordinal);
        foreach ((string host, HostSummary figures) in hosts)
        {
            string name = redactor.Mask(host);
            masked[masked.ContainsKey(name) ? $"{name} {masked.Count + 1}" : name] = figures;
        }

        return masked;
    }

    public static AnsibleProgress MaskProgress(this Redactor redactor, AnsibleProgress progress) => progress with
    {
        Play = redactor.Mask(progress.Play),
        Task = redactor.Mask(progress.Task),
    };
}
