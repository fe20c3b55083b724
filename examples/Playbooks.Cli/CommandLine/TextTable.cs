using System.Text;

namespace Playbooks.Cli;

/// <summary>Aligned columns for people.</summary>
internal static class TextTable
{
    public static string Write(string[] header, IEnumerable<string[]> cells)
    {
        List<string[]> rows = [header, .. cells];
        int[] widths = [.. header.Select((_, column) => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }
}
