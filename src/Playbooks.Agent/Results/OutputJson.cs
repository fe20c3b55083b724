using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Playbooks.Agent;

/// <summary>Writes the output of work as JSON text, with its secrets masked.</summary>
internal static class OutputJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = ReadableJson.Encoder };

    public static string Write(JsonNode output, Redactor redactor)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Readable))
        {
            Write(output, redactor, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(JsonNode? node, Redactor redactor, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach ((string name, JsonNode? value) in map)
                {
                    writer.WritePropertyName(redactor.Mask(name));
                    Write(value, redactor, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (JsonNode? item in list)
                {
                    Write(item, redactor, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                writer.WriteStringValue(redactor.Mask(value.GetValue<string>()));
                break;
            case JsonValue value when redactor.Mask(value.ToJsonString()) is var masked && masked != value.ToJsonString():
                // The mask *** is not a number, so write it as a text.
                writer.WriteStringValue(masked);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
