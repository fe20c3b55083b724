namespace Playbooks;

/// <summary>A playbook as it was written: typed parameters and steps. Immutable.</summary>
/// <remarks><see cref="Reading.PlaybookReader"/> creates it. Planning decides if it can run.</remarks>
public sealed record Playbook
{
    /// <summary>The name that people see.</summary>
    public required string Name { get; init; }

    /// <summary>The author's version, as text: <c>1.0</c> in the file is the string "1.0".</summary>
    public string? Version { get; init; }

    /// <summary>A description for people.</summary>
    public string? Description { get; init; }

    /// <summary>The author's category; not interpreted.</summary>
    public string? Domain { get; init; }

    /// <summary>The author's group; not interpreted.</summary>
    public string? Group { get; init; }

    /// <summary>The parameters, whose values the caller gives.</summary>
    public IReadOnlyList<PlaybookParameter> Parameters { get; init; } = [];

    /// <summary>The steps in order; at least one.</summary>
    public required IReadOnlyList<PlaybookStep> Steps { get; init; }

    /// <summary>
    /// The steps that run at the end in every case, also after cancellation, within the time
    /// <see cref="PlaybookEngineOptions.FinallyLimit"/>.
    /// </summary>
    public IReadOnlyList<PlaybookStep> Finally { get; init; } = [];

    /// <summary>The values that the caller gets, besides the status.</summary>
    internal IReadOnlyList<PlaybookOutput> Outputs { get; init; } = [];

    /// <summary>The author's own data; never interpreted.</summary>
    internal MapValue? Metadata { get; init; }

    /// <summary>The place where it begins.</summary>
    public SourceLocation Location { get; init; }
}
