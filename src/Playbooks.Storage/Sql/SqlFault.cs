namespace Playbooks.Storage;

/// <summary>What the store tells apart of all that can be wrong with a statement.</summary>
internal enum SqlFault
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>There is a row of that key already.</summary>
    Duplicate,

    /// <summary>There is no row to which a key refers.</summary>
    NoParent,

    /// <summary>There is no such table.</summary>
    NoTable,

    /// <summary>Somebody else holds the database at the moment.</summary>
    Busy,
}
