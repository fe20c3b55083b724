namespace Playbooks;

/// <summary><c>utility.sleep</c>: waits.</summary>
internal sealed class SleepStep : IStepHandler
{
    public StepDefinition Definition { get; } = new()
    {
        Type = "utility.sleep",
        Description = "Waits for a number of seconds.",
        Parameters =
        [
            new()
            {
                Name = "seconds",
                Type = ParameterType.Float,
                Required = true,
                Description = "The number of seconds, from 0 to 86400.",
            },
        ],
        Effect = StepEffect.ReadOnly,
        // The parameter is the time limit.
        Timeout = null,
    };

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        const double OneDay = 86_400;
        double seconds = context.Arguments.GetFloat("seconds", 0);
        if (seconds is not (>= 0 and <= OneDay))
        {
            return StepResult.Failed($"'seconds' must be from 0 to {OneDay}, not {PlaybookValues.ToText(seconds)}");
        }

        if (context.IsCheck)
        {
            // Nothing was changed that would need the time.
            return StepResult.Completed();
        }

        await Task.Delay(TimeSpan.FromSeconds(seconds), context.TimeProvider, cancellationToken).ConfigureAwait(false);
        // The token may have fired at the same moment.
        cancellationToken.ThrowIfCancellationRequested();
        return StepResult.Completed();
    }
}
