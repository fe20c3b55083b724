using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>Reads the values that <see cref="SqlStatement"/> stores.</summary>
internal static class SqlRowExtensions
{
    public static string ReadText(this DbDataReader row, int column) => StoredText.Decode(row.GetString(column));

    public static string? TryReadText(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.ReadText(column);

    public static DateTimeOffset ReadTime(this DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TryReadTime(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.ReadTime(column);
}
