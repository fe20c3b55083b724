using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Reads the JSON of events.</summary>
internal static class EventJson
{
    /// <summary>For a reader over one line, or a part of it.</summary>
    /// <remarks>No result is too deep: a line's length is bounded, and with it its depth.</remarks>
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>Passes over the value at which the reader stands, and returns its bytes.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="bytes">All bytes that the reader reads.</param>
    public static ReadOnlySpan<byte> Raw(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> bytes)
    {
        int start = (int)json.TokenStartIndex;
        json.Skip();
        return bytes[start..(int)json.BytesConsumed];
    }
}
