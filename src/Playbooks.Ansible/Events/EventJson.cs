using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Reads the JSON of events.</summary>
internal static class EventJson
{
    /// <summary>The options of a reader over one line, or a part of it.</summary>
    /// <remarks>The depth needs no limit: a line's length is bounded, and so is its depth.</remarks>
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>Skips the reader's current value, and returns its bytes.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="bytes">The reader's whole input.</param>
    public static ReadOnlySpan<byte> Raw(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> bytes)
    {
        int start = (int)json.TokenStartIndex;
        json.Skip();
        return bytes[start..(int)json.BytesConsumed];
    }
}
