namespace Playbooks.Storage;

/// <summary>The kind of a journal entry.</summary>
public enum JournalEntryKind
{
    /// <summary>A step is about to begin: see <see cref="JournalEntry.Next"/>.</summary>
    Started,

    /// <summary>An attempt at a step failed, and another one may follow.</summary>
    AttemptFailed,

    /// <summary>A step ended.</summary>
    Finished,

    /// <summary>A person decided about a step that was in doubt.</summary>
    Decided,

    /// <summary>
    /// Another process carries the run on from here, and the one before it can write no more entries. A rerun's first
    /// entry has this kind too.
    /// </summary>
    Resumed,
}
