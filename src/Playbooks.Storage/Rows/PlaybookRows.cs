using System.Data;
using System.Data.Common;
using System.Runtime.InteropServices;

namespace Playbooks.Storage;

/// <summary>
/// The playbooks of runs as rows of <c>playbooks_run_playbooks</c>. Each content is stored once in
/// <c>playbooks_contents</c>, however many runs used it.
/// </summary>
internal static class PlaybookRows
{
    public static readonly SqlStatement InsertContent = new(
        "INSERT INTO playbooks_contents (sha256, content) VALUES (@sha256, @content) ON CONFLICT DO NOTHING",
        ("@sha256", DbType.String), ("@content", DbType.Binary));

    public static readonly SqlStatement Insert = new(
        "INSERT INTO playbooks_run_playbooks (execution_id, position, path, sha256) VALUES (@execution_id, @position, @path, @sha256)",
        ("@execution_id", DbType.String), ("@position", DbType.Int64), ("@path", DbType.String), ("@sha256", DbType.String));

    public static readonly SqlStatement Select = new(
        """
        SELECT path, playbooks_contents.sha256, content
        FROM playbooks_run_playbooks JOIN playbooks_contents ON playbooks_contents.sha256 = playbooks_run_playbooks.sha256
        WHERE execution_id = @execution_id ORDER BY position
        """,
        ("@execution_id", DbType.String));

    public static readonly SqlStatement PruneContents = new(
        "DELETE FROM playbooks_contents WHERE NOT EXISTS (SELECT 1 FROM playbooks_run_playbooks WHERE playbooks_run_playbooks.sha256 = playbooks_contents.sha256)");

    public static IEnumerable<object?[]> Of(string executionId, IReadOnlyList<StoredPlaybook> playbooks)
        => playbooks.Select((playbook, position) => new object?[] { executionId, position, playbook.Path, playbook.Sha256 });

    /// <summary>
    /// Gets the rows of contents in the order of their keys. Otherwise two runs that insert the same contents could
    /// wait for each other for ever.
    /// </summary>
    public static IEnumerable<object?[]> ContentsOf(IReadOnlyList<StoredPlaybook> playbooks)
        => playbooks.DistinctBy(playbook => playbook.Sha256, StringComparer.Ordinal).OrderBy(playbook => playbook.Sha256, StringComparer.Ordinal)
            .Select(playbook => new object?[] { playbook.Sha256, Bytes(playbook.Content) });

    public static StoredPlaybook Read(DbDataReader row) => new(row.ReadText(0), row.ReadText(1), row.GetFieldValue<byte[]>(2));

    private static byte[] Bytes(ReadOnlyMemory<byte> content)
        => MemoryMarshal.TryGetArray(content, out ArraySegment<byte> segment) && segment.Array is byte[] whole && whole.Length == content.Length ? whole : content.ToArray();
}
