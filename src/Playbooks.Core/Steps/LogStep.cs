using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary><c>utility.log</c>: writes a message to the log of the run.</summary>
internal sealed class LogStep : IStepHandler
{
    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    public StepDefinition Definition { get; } = new()
    {
        Type = "utility.log",
        Description = "Writes a message to the log of the run.",
        Parameters =
        [
            new() { Name = "message", Type = ParameterType.Any, Required = true, Description = "The message." },
            new() { Name = "level", Default = "info", Description = "debug, info, warning or error." },
        ],
        Outputs = [new("message", "The message.")],
        Effect = StepEffect.ReadOnly,
    };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        string level = context.Arguments.GetString("level");
        if (!Levels.TryGetValue(level, out LogLevel known))
        {
            return new(StepResult.Failed($"'{level}' is not a level; use one of {string.Join(", ", Levels.Keys)}"));
        }

        // GetString would reveal a secret.
        object? message = context.Arguments["message"];
        string text = PlaybookValues.ToText(message);
        context.Log(known, text);
        return new(StepResult.Completed(new Dictionary<string, object?> { ["message"] = text }));
    }
}
