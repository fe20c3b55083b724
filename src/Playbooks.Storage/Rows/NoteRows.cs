using System.Data;

namespace Playbooks.Storage;

/// <summary>Notes as rows of <c>playbooks_notes</c>.</summary>
internal static class NoteRows
{
    public static readonly SqlStatement Find = new(
        "SELECT note FROM playbooks_notes WHERE category = @category AND name = @name", ("@category", DbType.String), ("@name", DbType.String));

    public static readonly SqlStatement Write = new(
        """
        INSERT INTO playbooks_notes (category, name, note) VALUES (@category, @name, @note)
        ON CONFLICT (category, name) DO UPDATE SET note = excluded.note
        """,
        ("@category", DbType.String), ("@name", DbType.String), ("@note", DbType.String));

    public static readonly SqlStatement Remove = new(
        "DELETE FROM playbooks_notes WHERE category = @category AND name = @name", ("@category", DbType.String), ("@name", DbType.String));
}
