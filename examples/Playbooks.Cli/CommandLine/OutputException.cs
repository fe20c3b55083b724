namespace Playbooks.Cli;

/// <summary>
/// Standard output cannot be written, because the disk is full or the terminal is closed, for example.
/// </summary>
internal sealed class OutputException(Exception cause) : IOException($"the output cannot be written: {cause.Message}", cause);
