namespace Playbooks.Ansible;

/// <summary>Takes secrets out of what leaves a run.</summary>
internal static class SummaryMasking
{
    public static ExecutionSummary MaskSummary(this Redactor redactor, ExecutionSummary summary) => summary with
    {
        FailedTasks = [.. summary.FailedTasks.Select(redactor.Mask)],
        KeyErrors = [.. summary.KeyErrors.Select(redactor.Mask)],
        Warnings = [.. summary.Warnings.Select(redactor.Mask)],
        CustomStats = redactor.Mask(summary.CustomStats),
        RunErrors = [.. summary.RunErrors.Select(redactor.Mask)],
        SlowestTasks = [.. summary.SlowestTasks.Select(task => task with { Task = redactor.Mask(task.Task) })],
        Failures = [.. summary.Failures.Select(failure => failure with
        {
            Task = redactor.Mask(failure.Task),
            Action = redactor.Mask(failure.Action),
            Message = redactor.Mask(failure.Message),
            Location = failure.Location is null ? null : redactor.Mask(failure.Location),
        })],
    };

    public static AnsibleProgress MaskProgress(this Redactor redactor, AnsibleProgress progress) => progress with
    {
        Play = redactor.Mask(progress.Play),
        Task = redactor.Mask(progress.Task),
    };
}
