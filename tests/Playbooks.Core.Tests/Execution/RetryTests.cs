namespace Playbooks.Tests.Execution;

public sealed class RetryTests
{
    [Theory]
    [InlineData("", new[] { 5.0, 5.0, 5.0, 5.0 })]
    [InlineData(", retry_backoff: constant, retry_delay: 2", new[] { 2.0, 2.0, 2.0, 2.0 })]
    [InlineData(", retry_backoff: linear, retry_delay: 2", new[] { 2.0, 4.0, 6.0, 8.0 })]
    [InlineData(", retry_backoff: exponential, retry_delay: 1.5", new[] { 1.5, 3.0, 6.0, 12.0 })]
    [InlineData(", retry_backoff: exponential, retry_delay: 1000", new[] { 1000.0, 2000.0, 3600.0, 3600.0 })]
    [InlineData(", retry_backoff: linear, retry_delay: 4000", new[] { 4000.0, 4000.0, 4000.0, 4000.0 })]
    public async Task Run_Backoff_WaitsExactlyThatLong(string keys, double[] delays)
    {
        TestClock time = new();
        List<TimeSpan> attempts = [];
        DateTimeOffset begin = time.GetUtcNow();
        LambdaStep step = new("test.step", _ =>
        {
            attempts.Add(time.GetUtcNow() - begin);
            return StepResult.Failed("again");
        });
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [step] } };

        Task<ExecutionReport> run = library.RunAsync(Some.Playbook($"- {{ id: a, type: test.step, timeout: 2592000, retry_count: 4{keys} }}"));
        foreach (double delay in delays)
        {
            await time.ElapseAsync(TimeSpan.FromSeconds(delay));
        }

        (await run).Steps[0].Attempts.ShouldBe(5);
        attempts.Zip(attempts.Skip(1), (one, next) => (next - one).TotalSeconds).ShouldBe(delays);
    }

    [Theory]
    [InlineData(nameof(RetryBackoff.Exponential), 100)]
    [InlineData(nameof(RetryBackoff.Exponential), 5000)]
    [InlineData(nameof(RetryBackoff.Linear), int.MaxValue)]
    public void DelayAfter_AnyAttempt_StaysBelowItsBound(string backoff, int attempt)
        => new RetryPolicy { Count = 100, Delay = TimeSpan.FromSeconds(5), Backoff = Enum.Parse<RetryBackoff>(backoff) }.DelayAfter(attempt).ShouldBe(RetryPolicy.MaximumDelay);

    [Fact]
    public void DelayAfter_NoDelay_StaysNone()
        => new RetryPolicy { Delay = TimeSpan.Zero, Backoff = RetryBackoff.Exponential }.DelayAfter(5000).ShouldBe(TimeSpan.Zero);

    [Theory]
    [InlineData("continue_on_error: true", ExecutionStatus.Completed)]
    [InlineData("continue_on_error: false", ExecutionStatus.Failed)]
    [InlineData("continue_on_error: true, on_failure: continue", ExecutionStatus.Completed)]
    [InlineData("continue_on_error: false, on_failure: abort", ExecutionStatus.Failed)]
    [InlineData("continue_on_error: false, on_failure: rollback", ExecutionStatus.Failed)]
    [InlineData("continue_on_error: ~", ExecutionStatus.Failed)]
    public async Task Run_ContinueOnError_MeansContinue(string keys, ExecutionStatus status)
    {
        using TemporaryLibrary library = new();

        (await library.RunAsync(Some.Playbook($"- {{ id: a, type: utility.fail, {keys}, parameters: {{ message: x }} }}"))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("on_failure: abort, continue_on_error: true", "'continue_on_error' says the opposite of 'on_failure: abort'")]
    [InlineData("on_failure: rollback, continue_on_error: true", "'continue_on_error' says the opposite of 'on_failure: rollback'")]
    [InlineData("on_failure: continue, continue_on_error: false", "'continue_on_error' says the opposite of 'on_failure: continue'")]
    [InlineData("continue_on_error: yes", "'continue_on_error' must be true or false, not the text 'yes'")]
    [InlineData("retry_backoff: quadratic", "'retry_backoff' must be one of constant, linear, exponential, not the text 'quadratic'")]
    public async Task Plan_Contradiction_IsADiagnostic(string keys, string message)
    {
        using TemporaryLibrary library = new();

        Diagnostic diagnostic = (await library.PlanAsync(Some.Playbook($"- {{ id: a, type: utility.log, parameters: {{ message: x }}, {keys} }}"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe("PB1014");
        diagnostic.Message.ShouldBe(message);
        diagnostic.Location.Line.ShouldBe(3);
        // The place of the value.
        string line = $"  - {{ id: a, type: utility.log, parameters: {{ message: x }}, {keys} }}";
        (line.LastIndexOf(": ", StringComparison.Ordinal) + 3).ShouldBe(diagnostic.Location.Column);
    }
}
