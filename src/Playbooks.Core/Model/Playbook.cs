namespace Playbooks;

/// <summary>A playbook as it was written: typed parameters, then steps. Immutable.</summary>
/// <remarks>Made by <see cref="Reading.PlaybookReader"/>. It says nothing about whether it can run; planning does.</remarks>
public sealed record Playbook
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The author's version, as text: <c>1.0</c> in the file is the string "1.0".</summary>
    public string? Version { get; init; }

    /// <summary>What it does, for its readers.</summary>
    public string? Description { get; init; }

    /// <summary>What its author filed it under; not interpreted.</summary>
    public string? Domain { get; init; }

    /// <summary>What its author grouped it with; not interpreted.</summary>
    public string? Group { get; init; }

    /// <summary>What a caller gives it.</summary>
    public IReadOnlyList<PlaybookParameter> Parameters { get; init; } = [];

    /// <summary>What it does, in order. At least one.</summary>
    public required IReadOnlyList<PlaybookStep> Steps { get; init; }

    /// <summary>What it does at its end, however it ended, on cancellation too; within a bound, <see cref="PlaybookEngineOptions.FinallyLimit"/>.</summary>
    public IReadOnlyList<PlaybookStep> Finally { get; init; } = [];

    /// <summary>What a caller sees of it afterwards, besides its status.</summary>
    internal IReadOnlyList<PlaybookOutput> Outputs { get; init; } = [];

    /// <summary>Free for its authors: never interpreted.</summary>
    internal MapValue? Metadata { get; init; }

    /// <summary>Where it begins.</summary>
    public SourceLocation Location { get; init; }
}
