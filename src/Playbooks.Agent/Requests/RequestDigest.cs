using System.Collections;
using System.Security.Cryptography;
using System.Text.Json;

namespace Playbooks.Agent;

/// <summary>The identity of a request: its work type and parameters, in whatever order their keys are.</summary>
/// <remarks>Secrets count as <c>***</c>, so that a stored digest does not help to guess them.</remarks>
internal static class RequestDigest
{
    /// <summary>Computes the digest: SHA-256 in lower-case hexadecimal.</summary>
    /// <exception cref="WorkRequestException">The request is too large or too deep, or holds a value that JSON has no
    /// type for.</exception>
    public static string Of(WorkRequest request, int maximumBytes)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { MaxDepth = WorkRequestCheck.MaximumDepth * 4 }))
        {
            Canonical canonical = new(writer, maximumBytes);
            writer.WriteStartArray();
            writer.WriteStringValue(request.WorkType);
            canonical.Write(request.Parameters, "parameters", 1);
            writer.Flush();
            long identity = buffer.Length;

            // Hints do not change the identity of a request, but they count towards its size limit.
            canonical.Write(request.Hints, "hints", 1);
            writer.WriteEndArray();
            writer.Flush();
            return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)identity)));
        }
    }

    private sealed class Canonical(Utf8JsonWriter writer, int maximumBytes)
    {
        public void Write(object? value, string path, int depth)
        {
            if (depth > WorkRequestCheck.MaximumDepth)
            {
                throw new WorkRequestException(path, $"The work request is nested deeper than {WorkRequestCheck.MaximumDepth} levels.");
            }

            if (writer.BytesCommitted + writer.BytesPending > maximumBytes)
            {
                throw new WorkRequestException(path, $"The work request is larger than {maximumBytes:N0} bytes.");
            }

            switch (value)
            {
                case string text:
                    WriteText(text, path);
                    break;
                case IEnumerable<KeyValuePair<string, object?>> map:
                    WriteMap(map, path, depth);
                    break;
                case IEnumerable list and not IDictionary:
                    WriteList(list, path, depth);
                    break;
                case null or bool or Secret:
                    PlaybookValues.WriteJson(writer, value);
                    break;
                case var _ when ValueText.IsNumber(value):
                    writer.WriteStringValue(PlaybookValues.ToText(value));
                    break;
                default:
                    throw new WorkRequestException(path, $"{path} is a {value.GetType()}: give null, a boolean, a number, a text, a Secret, a list or a string-keyed map.");
            }
        }

        private void WriteText(string text, string path)
        {
            if (text.Length > maximumBytes)
            {
                throw new WorkRequestException(path, $"The work request is larger than {maximumBytes:N0} bytes.");
            }

            // A number must differ from the text of its digits.
            writer.WriteStartArray();
            writer.WriteStringValue(text);
            writer.WriteEndArray();
        }

        private void WriteMap(IEnumerable<KeyValuePair<string, object?>> map, string path, int depth)
        {
            writer.WriteStartObject();
            foreach ((string key, object? item) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(key);
                Write(item, $"{path}.{key}", depth + 1);
            }

            writer.WriteEndObject();
        }

        private void WriteList(IEnumerable list, string path, int depth)
        {
            writer.WriteStartArray();
            writer.WriteStartArray();
            foreach (object? item in list)
            {
                Write(item, path, depth + 1);
            }

            writer.WriteEndArray();
            writer.WriteEndArray();
        }
    }
}
