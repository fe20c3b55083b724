namespace Playbooks.Testing;

/// <summary>Assertions on the report of a run. Each one returns the report. A failure shows the whole report.</summary>
public static class ReportAssertions
{
    /// <summary>Asserts that the run completed.</summary>
    /// <exception cref="PlaybookAssertionException">It did not.</exception>
    public static ExecutionReport ShouldHaveCompleted(this ExecutionReport report)
        => ShouldHaveEnded(report, ExecutionStatus.Completed);

    /// <summary>Asserts that the run failed.</summary>
    /// <param name="report">The report.</param>
    /// <param name="error">A part of its error; null for any.</param>
    /// <exception cref="PlaybookAssertionException">It did not fail, or had another error.</exception>
    public static ExecutionReport ShouldHaveFailed(this ExecutionReport report, string? error = null)
    {
        ShouldHaveEnded(report, ExecutionStatus.Failed);
        if (error is not null && report.Error?.Contains(error, StringComparison.Ordinal) != true)
        {
            string expected = $"{report.Playbook} to fail with an error that holds '{error}'";
            throw Failure.Of(report, expected, $"the error was: {report.Error}");
        }

        return report;
    }

    /// <summary>Asserts that the run ended with that status.</summary>
    /// <exception cref="PlaybookAssertionException">It ended with another status.</exception>
    public static ExecutionReport ShouldHaveEnded(this ExecutionReport report, ExecutionStatus status)
    {
        ArgumentNullException.ThrowIfNull(report);
        string actual = $"it ended as {report.Status}: {report.Error}";
        return report.Status == status
            ? report
            : throw Failure.Of(report, $"{report.Playbook} to end as {status}", actual);
    }

    /// <summary>Asserts that the playbook has an output with that value.</summary>
    /// <param name="report">The report.</param>
    /// <param name="name">The output's name.</param>
    /// <param name="value">The value, compared as JSON; a secret is <c>***</c> in a report.</param>
    /// <exception cref="PlaybookAssertionException">It has none, or another value.</exception>
    public static ExecutionReport ShouldHaveOutput(this ExecutionReport report, string name, object? value)
    {
        ArgumentNullException.ThrowIfNull(report);
        Failure.ThrowUnlessEqual(report, report.Playbook, report.Outputs, name, value);
        return report;
    }

    /// <summary>Finds the report of a step, at any depth of nesting.</summary>
    /// <param name="report">The report of the whole run.</param>
    /// <param name="address">The step's address, such as <c>deploy/restart</c> or <c>deploy[web-1]</c>. Attempts may be
    /// left out.</param>
    /// <exception cref="PlaybookAssertionException">The report has no such step.</exception>
    public static ReportedStep Step(this ExecutionReport report, string address)
    {
        ArgumentNullException.ThrowIfNull(report);
        StepReport[] all = [.. Steps(report)];
        StepReport? found = Array.Find(all, step => step.Address.ToString() == address)
            ?? Array.FindLast(all, step => WithoutAttempts(step.Address) == address);
        return found is not null ? new ReportedStep(report, found) : throw Failure.Of(
            report, $"a step '{address}'", $"there are: {string.Join(", ", all.Select(step => step.Address))}");
    }

    private static IEnumerable<StepReport> Steps(ExecutionReport report)
        => report.Steps.Concat(report.Rollback).Concat(report.Finally).SelectMany(WithThoseBelow);

    private static IEnumerable<StepReport> WithThoseBelow(StepReport step)
    {
        IEnumerable<StepReport> nested = step.Nested is null ? [] : Steps(step.Nested);
        return nested.Concat((step.Iterations ?? []).SelectMany(WithThoseBelow)).Prepend(step);
    }

    private static string WithoutAttempts(StepAddress address)
    {
        string above = address.Parent is null ? "" : $"{WithoutAttempts(address.Parent)}/";
        string key = address.Key is null ? "" : $"[{address.Key}]";
        return $"{above}{(address.IsRollback ? "rollback:" : "")}{address.StepId}{key}";
    }
}
