namespace Playbooks.Storage;

/// <summary>The history cannot be read or written: its database cannot be reached, is locked or full, or another process has carried the run on.</summary>
public sealed class ExecutionStoreException : PlaybookException
{
    /// <summary>With what is wrong, where, and what to do.</summary>
    public ExecutionStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
