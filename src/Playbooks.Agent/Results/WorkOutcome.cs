using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace Playbooks.Agent;

/// <summary>What a handler has to say about its work; the agent makes the <see cref="WorkResult"/> of it.</summary>
public sealed record WorkOutcome
{
    /// <summary>How it ended.</summary>
    public required WorkStatus Status { get; init; }

    /// <inheritdoc cref="WorkResult.ExitCode"/>
    public int? ExitCode { get; init; }

    /// <summary>The value that the work gave; null when it gave nothing. The agent masks it and writes it as JSON text, once.</summary>
    public JsonNode? Output { get; init; }

    /// <summary>Why it failed or was stopped.</summary>
    public string? ErrorMessage { get; init; }

    /// <inheritdoc cref="WorkResult.ResourcesUsed"/>
    public IReadOnlyDictionary<string, object?> ResourcesUsed { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The work was done, with exit code 0.</summary>
    /// <param name="output">The value that it gave: a text, a number, an object or a list.</param>
    public static WorkOutcome Completed(JsonNode? output = null) => new() { Status = WorkStatus.Completed, ExitCode = 0, Output = output };

    /// <summary>The work was not done, or not to its end.</summary>
    /// <param name="errorMessage">Why, and what to do next.</param>
    /// <param name="output">The value that it gave all the same.</param>
    public static WorkOutcome Failed(string errorMessage, JsonNode? output = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(errorMessage);
        return new() { Status = WorkStatus.Failed, ErrorMessage = errorMessage, Output = output };
    }
}
