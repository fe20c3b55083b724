namespace Playbooks.Ansible.Events;

/// <summary>Reads facts that only the terminal text of an event contains.</summary>
internal static class EventText
{
    /// <summary>Tells if a task changed something. The runner leaves a result that is too long out of its event, but
    /// the text still begins with the outcome.</summary>
    public static bool SaysChanged(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty)
        {
            return false;
        }

        string text = TerminalText.Clean(JsonString.Decode(raw));
        return text.AsSpan().TrimStart().StartsWith("changed: [")
            || text.Contains("\"changed\": true", StringComparison.Ordinal);
    }

    /// <summary>Tells if an unreachable host was ignored.</summary>
    public static bool SaysIgnoring(ReadOnlySpan<byte> raw)
        => raw.IndexOf("...ignoring"u8) >= 0
            && TerminalText.Clean(JsonString.Decode(raw)).AsSpan().TrimEnd().EndsWith("...ignoring");

    /// <summary>The hosts of an include: <c>included: FILE for h1, h2 => (item=a)</c>.</summary>
    public static string[] IncludedHosts(ReadOnlySpan<byte> rawFile, ReadOnlySpan<byte> raw)
    {
        string text = TerminalText.Clean(JsonString.Decode(raw)).Trim();
        string known = $"included: {JsonString.Decode(rawFile)} for ";
        int start = known.Length;
        if (!text.StartsWith(known, StringComparison.Ordinal))
        {
            // The item may say " for " too.
            int end = text.IndexOf(" => (item=", StringComparison.Ordinal);
            int found = (end < 0 ? text : text[..end]).LastIndexOf(" for ", StringComparison.Ordinal);
            start = found < 0 ? text.Length : found + " for ".Length;
        }

        string hosts = text[start..];
        int item = hosts.IndexOf(" => (item=", StringComparison.Ordinal);
        return (item < 0 ? hosts : hosts[..item])
            .Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
