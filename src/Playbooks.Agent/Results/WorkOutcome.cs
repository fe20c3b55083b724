using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace Playbooks.Agent;

/// <summary>The outcome of a handler's work. The agent makes the <see cref="WorkResult"/> of it.</summary>
public sealed record WorkOutcome
{
    /// <summary>The status of the work.</summary>
    public required WorkStatus Status { get; init; }

    /// <inheritdoc cref="WorkResult.ExitCode"/>
    public int? ExitCode { get; init; }

    /// <summary>The output of the work; null when it has none. The agent masks it and writes it as JSON text.</summary>
    public JsonNode? Output { get; init; }

    /// <summary>The reason why the work failed or was stopped.</summary>
    public string? ErrorMessage { get; init; }

    /// <inheritdoc cref="WorkResult.ResourcesUsed"/>
    public IReadOnlyDictionary<string, object?> ResourcesUsed { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Creates the outcome of completed work, with exit code 0.</summary>
    /// <param name="output">The output: a text, a number, an object or a list.</param>
    public static WorkOutcome Completed(JsonNode? output = null) => new() { Status = WorkStatus.Completed, ExitCode = 0, Output = output };

    /// <summary>Creates the outcome of work that failed.</summary>
    /// <param name="errorMessage">The reason, and what to do next.</param>
    /// <param name="output">The output, if there is one all the same.</param>
    public static WorkOutcome Failed(string errorMessage, JsonNode? output = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(errorMessage);
        return new() { Status = WorkStatus.Failed, ErrorMessage = errorMessage, Output = output };
    }
}
