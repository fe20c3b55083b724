namespace Playbooks.Storage;

/// <summary>What an entry of the journal says.</summary>
public enum JournalEntryKind
{
    /// <summary>A step is about to begin: see <see cref="JournalEntry.Next"/>.</summary>
    Started,

    /// <summary>An attempt at a step failed, and another one may follow.</summary>
    AttemptFailed,

    /// <summary>A step ended.</summary>
    Finished,

    /// <summary>A person said what became of a step that was in doubt.</summary>
    Decided,

    /// <summary>The run is carried on from here: whoever carried it out before can write nothing more. The first entry that a rerun adds is one too.</summary>
    Resumed,
}
