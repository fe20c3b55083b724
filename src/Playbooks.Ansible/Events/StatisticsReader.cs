using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Reads figures. Ansible's final figures are keyed by counter, then by host; a summary needs them by
/// host.</summary>
internal static class StatisticsReader
{
    /// <summary>The largest depth of statistics. A run still accepts them, with the levels around them, as outputs of
    /// its step.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 100 };

    /// <summary>Reads the final figures of each host; null when the value is not figures.</summary>
    public static Dictionary<int, HostTally>? Read(ReadOnlySpan<byte> data, HostTable hosts)
    {
        Dictionary<int, HostTally>? final = null;
        Utf8JsonReader json = new(data, EventJson.Options);
        while (TryFindObject(ref json, out ReadOnlySpan<byte> name))
        {
            EventCounter counter = EventNames.CounterOf(name);
            if (counter == EventCounter.None)
            {
                json.Skip();
                continue;
            }

            final ??= [];
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ref HostTally tally =
                    ref CollectionsMarshal.GetValueRefOrAddDefault(final, hosts.IndexOf(json.ValueSpan), out _);
                tally.IsKnown = true;
                json.Read();
                tally.Move(counter, Number(ref json));
            }
        }

        return final;
    }

    /// <summary>Reads <c>[["host","counter",step],…]</c> up to the first element of another form.</summary>
    /// <param name="json">The reader, at the beginning of the array, and afterwards at its end.</param>
    /// <param name="steps">Gets the changes.</param>
    public static void ReadSteps(scoped ref Utf8JsonReader json, List<CountedStep> steps)
    {
        int depth = json.CurrentDepth;
        while (json.Read() && TryReadStep(ref json, out CountedStep step))
        {
            steps.Add(step);
        }

        while (json.CurrentDepth > depth)
        {
            json.Read();
        }
    }

    private static bool TryReadStep(scoped ref Utf8JsonReader json, out CountedStep step)
    {
        step = default;
        if (json.TokenType != JsonTokenType.StartArray || !json.Read() || json.TokenType != JsonTokenType.String)
        {
            return false;
        }

        // The token of a text begins at its quote.
        int start = (int)json.TokenStartIndex + 1;
        Range host = start..(start + json.ValueSpan.Length);
        if (!json.Read() || json.TokenType != JsonTokenType.String)
        {
            return false;
        }

        EventCounter counter = EventNames.CounterOf(json.ValueSpan);
        if (!json.Read() || json.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        step = new CountedStep(host, counter, Number(ref json));
        return json.Read() && json.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Reads the values of <c>set_stats</c> for the whole run; null when they are too deep or too
    /// large.</summary>
    public static IReadOnlyDictionary<string, object?>? CustomStats(ReadOnlySpan<byte> data)
    {
        Utf8JsonReader json = new(data, EventJson.Options);
        while (TryFindObject(ref json, out ReadOnlySpan<byte> name))
        {
            ReadOnlySpan<byte> value = EventJson.Raw(ref json, data);
            if (name.SequenceEqual("artifact_data"u8))
            {
                return Values(value);
            }
        }

        return ReadOnlyDictionary<string, object?>.Empty;
    }

    /// <summary>Moves to the next property that is an object.</summary>
    private static bool TryFindObject(ref Utf8JsonReader json, out ReadOnlySpan<byte> name)
    {
        name = default;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                name = json.ValueSpan;
            }
            else if (json.TokenType == JsonTokenType.StartObject && json.CurrentDepth > 0)
            {
                return true;
            }
            else if (json.TokenType == JsonTokenType.StartArray)
            {
                json.Skip();
            }
        }

        return false;
    }

    private static IReadOnlyDictionary<string, object?>? Values(ReadOnlySpan<byte> value)
    {
        byte[] copy = value.ToArray();
        PythonJson.ReplaceHalfCharacters(copy);
        try
        {
            using JsonDocument document = JsonDocument.Parse(copy, Options);
            return PlaybookValues.FromJson(document.RootElement) as IReadOnlyDictionary<string, object?>
                ?? ReadOnlyDictionary<string, object?>.Empty;
        }
        catch (InvalidOperationException)
        {
            // The value is not a valid object, so there are no statistics.
            return ReadOnlyDictionary<string, object?>.Empty;
        }
        catch (Exception exception) when (exception is JsonException or TemplateException)
        {
            return null;
        }
    }

    private static long Number(scoped ref Utf8JsonReader json)
    {
        long number = 0;
        _ = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out number);
        json.Skip();
        return number;
    }
}
