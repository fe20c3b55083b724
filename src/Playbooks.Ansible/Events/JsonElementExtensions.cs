using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Reads values that may be missing or of an unexpected type.</summary>
internal static class JsonElementExtensions
{
    public static string Text(this JsonElement element, string name)
        => element.Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? "" : "";

    public static JsonElement Object(this JsonElement element, string name)
        => element.Find(name) is { ValueKind: JsonValueKind.Object } value ? value : default;

    public static bool IsTrue(this JsonElement element, string name)
        => element.Find(name) is { ValueKind: JsonValueKind.True };

    public static JsonElement Find(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : default;
}
