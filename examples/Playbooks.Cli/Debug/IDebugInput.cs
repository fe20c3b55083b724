namespace Playbooks.Cli;

/// <summary>The source of a debugger's commands.</summary>
internal interface IDebugInput
{
    /// <summary>
    /// True when the commands must be written to the screen, because they do not appear there by themselves.
    /// </summary>
    bool IsEchoed { get; }

    /// <summary>
    /// The place of the last line, for the message when a wrong one ends the run; null when a user can correct it.
    /// </summary>
    string? Place { get; }

    /// <summary>Reads the next line; null when there are no more.</summary>
    Task<string?> ReadAsync(CancellationToken cancellationToken);
}
