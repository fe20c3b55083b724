using System.Text;

namespace Playbooks.Cli;

/// <summary>The library's playbooks for people: aligned columns.</summary>
internal static class ListText
{
    private static readonly string[] Header = ["PLAYBOOK", "STATE", "REVISION", "VERSION", "VERIFIED", "BY", "NAME"];

    public static string Write(IReadOnlyList<LibraryEntry> entries)
    {
        List<string[]> rows = [Header, .. entries.Select(Row)];
        int[] widths = [.. Header.Select((_, column) => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return text.ToString();
    }

    private static string[] Row(LibraryEntry entry) =>
    [
        PrintableText.Line(entry.Path),
        SnakeCase.Of(entry.State),
        entry.Record is null ? "-" : $"{entry.Revision}",
        PrintableText.Line(entry.Version ?? "-"),
        entry.Record is null ? "-" : $"{entry.Record.VerifiedAt:yyyy-MM-dd}",
        PrintableText.Line(entry.Record?.VerifiedBy ?? "-"),
        entry.HasErrors ? "(has errors)" : PrintableText.Line(entry.Name ?? "-"),
    ];
}
