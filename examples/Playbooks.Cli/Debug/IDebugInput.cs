namespace Playbooks.Cli;

/// <summary>Where a debugger's commands come from.</summary>
internal interface IDebugInput
{
    /// <summary>Whether what is read does not appear on the screen by itself.</summary>
    bool IsEchoed { get; }

    /// <summary>The place of the line that was read last, when a wrong one ends the run; null when somebody can correct it.</summary>
    string? Place { get; }

    /// <summary>The next line; null when there are no more.</summary>
    Task<string?> ReadAsync(CancellationToken cancellationToken);
}
