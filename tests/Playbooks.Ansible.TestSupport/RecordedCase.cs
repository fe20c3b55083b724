using System.Text.Json;

namespace Playbooks.Ansible.TestSupport;

/// <summary>One recorded run of real Ansible, with the figures that Ansible itself counted.</summary>
public sealed record RecordedCase(string Name, string Folder, JsonElement Arguments, JsonElement Expected)
{
    private const char Filler = 'x';

    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    public static IEnumerable<object[]> All => Names.Select(name => new object[] { name });

    public string EventsFile => Path.Combine(Folder, "events.jsonl");

    public static RecordedCase Load(string name)
    {
        string folder = Path.Combine(Root, name);
        return new RecordedCase(name, folder, Json(folder, "args.json"), Json(folder, "expected.json"));
    }

    /// <summary>The recorded events, with long runs of one letter, which the recording abbreviates, written out.</summary>
    public Stream OpenEvents() => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Expand(File.ReadAllText(EventsFile))));

    private static string Expand(string text)
    {
        string mark = $"@@REPEAT:{Filler}:";
        for (int at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, StringComparison.Ordinal))
        {
            int end = text.IndexOf("@@", at + mark.Length, StringComparison.Ordinal);
            int count = int.Parse(text.AsSpan(at + mark.Length, end - at - mark.Length), System.Globalization.CultureInfo.InvariantCulture);
            text = string.Concat(text.AsSpan(0, at), new string(Filler, count), text.AsSpan(end + 2));
        }

        return text;
    }

    private static JsonElement Json(string folder, string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, file)));
        return document.RootElement.Clone();
    }
}
