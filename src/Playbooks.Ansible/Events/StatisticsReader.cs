using System.Buffers.Text;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Reads figures: the final ones are keyed by counter, then by host. A summary wants them the other way round.</summary>
internal static class StatisticsReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <summary>The final figures of each host.</summary>
    public static Dictionary<int, HostTally> Read(ReadOnlySpan<byte> data, HostTable hosts)
    {
        Dictionary<int, HostTally> final = [];
        JsonScanner json = new(data);
        json.TryEnter((byte)'{');
        while (json.TryNextProperty(out ReadOnlySpan<byte> counter))
        {
            if (!IsCounter(counter) || !json.TryEnter((byte)'{'))
            {
                json.Value();
                continue;
            }

            while (json.TryNextProperty(out ReadOnlySpan<byte> host))
            {
                ref HostTally tally = ref CollectionsMarshal.GetValueRefOrAddDefault(final, hosts.IndexOf(host), out _);
                tally.IsKnown = true;
                tally.Move(counter, Number(json.Value()));
            }
        }

        return final;
    }

    /// <summary>Whether these are final figures at all, if of no host.</summary>
    public static bool HasFigures(ReadOnlySpan<byte> data)
    {
        JsonScanner json = new(data);
        bool found = false;
        json.TryEnter((byte)'{');
        while (json.TryNextProperty(out ReadOnlySpan<byte> name))
        {
            found |= IsCounter(name) && json.Peek() == '{';
            json.Value();
        }

        return found;
    }

    /// <summary>Reads <c>["host","counter",step]</c>.</summary>
    public static bool TryReadStep(ref JsonScanner json, out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> counter, out long step)
    {
        host = default;
        counter = default;
        step = 0;
        if (!json.TryEnter((byte)'[') || !json.TryNextElement((byte)']') || json.Peek() != '"')
        {
            return false;
        }

        host = json.Value();
        if (!json.TryNextElement((byte)']') || json.Peek() != '"')
        {
            return false;
        }

        counter = json.Value();
        if (!json.TryNextElement((byte)']'))
        {
            return false;
        }

        step = Number(json.Value());
        return !json.TryNextElement((byte)']') && !json.IsBroken;
    }

    /// <summary>What was given to <c>set_stats</c> for the whole run.</summary>
    public static IReadOnlyDictionary<string, object?> CustomStats(ReadOnlySpan<byte> data)
    {
        JsonScanner json = new(data);
        json.TryEnter((byte)'{');
        while (json.TryNextProperty(out ReadOnlySpan<byte> name))
        {
            bool isObject = json.Peek() == '{';
            ReadOnlySpan<byte> value = json.Value();
            if (isObject && name.SequenceEqual("artifact_data"u8))
            {
                return Values(value);
            }
        }

        return ReadOnlyDictionary<string, object?>.Empty;
    }

    private static IReadOnlyDictionary<string, object?> Values(ReadOnlySpan<byte> value)
    {
        byte[] copy = value.ToArray();
        PythonJson.Repair(copy);
        try
        {
            using JsonDocument document = JsonDocument.Parse(copy, Options);
            return PlaybookValues.FromJson(document.RootElement) as IReadOnlyDictionary<string, object?> ?? ReadOnlyDictionary<string, object?>.Empty;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Looked like an object, but is none: there is nothing to tell.
            return ReadOnlyDictionary<string, object?>.Empty;
        }
    }

    private static bool IsCounter(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name.SequenceEqual("ok"u8),
        4 => name.SequenceEqual("dark"u8),
        7 => name.SequenceEqual("changed"u8) || name.SequenceEqual("skipped"u8) || name.SequenceEqual("rescued"u8) || name.SequenceEqual("ignored"u8),
        8 => name.SequenceEqual("failures"u8),
        9 => name.SequenceEqual("processed"u8),
        _ => false,
    };

    private static long Number(ReadOnlySpan<byte> value)
        => Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length ? number : 0;
}
