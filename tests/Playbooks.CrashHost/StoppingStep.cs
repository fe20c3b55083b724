namespace Playbooks.CrashHost;

/// <summary>Writes a line when it has done what it does, which is that line.</summary>
internal sealed class StoppingStep(string type, StepEffect effect, string log, Points points) : IStepHandler
{
    public StepDefinition Definition { get; } = new() { Type = type, Description = "Writes a line.", Effect = effect };

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        await points.StopAsync($"begin {context.Address}");
        await File.AppendAllTextAsync(log, $"{context.Address}\n", cancellationToken);
        await points.StopAsync($"end {context.Address}");
        return StepResult.Completed();
    }
}
