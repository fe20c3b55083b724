namespace Playbooks.Cli;

/// <summary>Writes the library's playbooks for people, in aligned columns.</summary>
internal static class ListText
{
    private static readonly string[] Header = ["PLAYBOOK", "STATE", "REVISION", "VERSION", "VERIFIED", "BY", "NAME"];

    public static string Write(IReadOnlyList<LibraryEntry> entries) => TextTable.Write(Header, entries.Select(Row));

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
