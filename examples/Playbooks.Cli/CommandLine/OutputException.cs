namespace Playbooks.Cli;

/// <summary>Standard output cannot be written: a full disk, or a terminal that is gone.</summary>
internal sealed class OutputException(IOException cause) : IOException($"the output cannot be written: {cause.Message}", cause);
