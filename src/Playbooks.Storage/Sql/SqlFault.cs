namespace Playbooks.Storage;

/// <summary>The faults of a statement that the store distinguishes.</summary>
internal enum SqlFault
{
    /// <summary>Any other fault.</summary>
    Other,

    /// <summary>A row with that key exists already.</summary>
    Duplicate,

    /// <summary>The row to which a key refers does not exist.</summary>
    NoParent,

    /// <summary>The table does not exist.</summary>
    NoTable,

    /// <summary>Another connection holds the database at the moment.</summary>
    Busy,
}
