using System.Text.Json;

namespace Playbooks;

/// <summary>The result of planning a playbook.</summary>
public sealed record PlanningResult
{
    /// <summary>The plan; null when there is an error.</summary>
    public PlaybookPlan? Plan { get; init; }

    /// <summary>The faults of the whole nest, file by file, in the order of the text.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Gets the plan.</summary>
    /// <exception cref="PlaybookInvalidException">There is no plan; the exception holds the diagnostics.</exception>
    public PlaybookPlan EnsurePlanned() => Plan ?? throw new PlaybookInvalidException(Diagnostics);

    /// <summary>The diagnostics as an indented JSON object: <c>{ "valid": …, "diagnostics": […] }</c>.</summary>
    public string ToJson() => JsonText.Object(WriteJson);

    /// <summary>Writes the properties of <see cref="ToJson"/> into the open JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBoolean("valid", Diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error));
        Diagnostic.WriteJson(writer, Diagnostics);
    }
}
