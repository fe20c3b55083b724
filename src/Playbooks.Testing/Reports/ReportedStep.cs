namespace Playbooks.Testing;

/// <summary>
/// A step in the report of a run, and assertions on it. Each one returns the step. A failure shows the whole report.
/// </summary>
public sealed class ReportedStep
{
    private readonly ExecutionReport _run;

    internal ReportedStep(ExecutionReport run, StepReport report)
    {
        _run = run;
        Report = report;
    }

    /// <summary>The report of the step.</summary>
    public StepReport Report { get; }

    /// <summary>Asserts that the step completed.</summary>
    /// <exception cref="PlaybookAssertionException">It did not.</exception>
    public ReportedStep ShouldHaveCompleted() => ShouldBe(StepStatus.Completed);

    /// <summary>Asserts that the step failed or exceeded its time limit.</summary>
    /// <param name="error">A part of its error; null for any.</param>
    /// <exception cref="PlaybookAssertionException">It did not fail, or had another error.</exception>
    public ReportedStep ShouldHaveFailed(string? error = null)
    {
        ShouldBe(StepStatus.Failed);
        string expected = $"step '{Report.Address}' to fail with an error that holds '{error}'";
        return error is null || Report.Error?.Contains(error, StringComparison.Ordinal) == true
            ? this
            : throw Failure.Of(_run, expected, $"the error was: {Report.Error}");
    }

    /// <summary>Asserts that the step exceeded its time limit.</summary>
    /// <exception cref="PlaybookAssertionException">It did not.</exception>
    public ReportedStep ShouldHaveTimedOut() => Report.TimedOut
        ? this
        : throw Failure.Of(_run, $"step '{Report.Address}' to time out", $"it was {Status()}");

    /// <summary>Asserts that the step was skipped: its condition was false, or the run only predicted.</summary>
    /// <exception cref="PlaybookAssertionException">It was not.</exception>
    public ReportedStep ShouldBeSkipped() => ShouldBe(StepStatus.Skipped);

    /// <summary>Asserts that the run ended before the step.</summary>
    /// <exception cref="PlaybookAssertionException">The step was reached.</exception>
    public ReportedStep ShouldNotBeReached() => ShouldBe(StepStatus.Pending);

    /// <summary>Asserts that the step took that many attempts.</summary>
    /// <exception cref="PlaybookAssertionException">It took more or fewer.</exception>
    public ReportedStep ShouldHaveTaken(int attempts) => Report.Attempts == attempts
        ? this
        : throw Failure.Of(_run, $"step '{Report.Address}' to take attempts: {attempts}", $"it took {Report.Attempts}");

    /// <summary>Asserts that the step has an output with that value.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="value">The value, compared as JSON; a secret is <c>***</c> in a report.</param>
    /// <exception cref="PlaybookAssertionException">It has none, or another value.</exception>
    public ReportedStep ShouldHaveOutput(string name, object? value)
    {
        Failure.ThrowUnlessEqual(_run, $"step '{Report.Address}'", Report.Outputs, name, value);
        return this;
    }

    private ReportedStep ShouldBe(StepStatus status) => Report.Status == status
        ? this
        : throw Failure.Of(_run, $"step '{Report.Address}' to be {status}", $"it was {Status()}");

    private string Status() => Report.Error is null ? $"{Report.Status}" : $"{Report.Status}: {Report.Error}";
}
