using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Playbooks.Agent.Discovery.Yaml;

/// <summary>Turns the YAML of an Ansible file into a tree, within bounds that no file can exceed. Every tag is tolerated.</summary>
internal sealed class AnsibleYamlReader
{
    // Far more than any playbook has: blocks in blocks with a module's deep data.
    private const int MaximumDepth = 100;
    private const int MaximumAliasedNodes = 20_000;
    private const int MaximumNodes = 300_000;

    private readonly Parser _parser;
    private readonly Dictionary<string, (YamlValue Value, int Nodes, int Height)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private int _aliasedNodes;
    private int _deepest;
    private YamlShape _shape;

    private AnsibleYamlReader(string text) => _parser = new Parser(new StringReader(text));

    public static YamlDocument Read(string text)
    {
        AnsibleYamlReader reader = new(text);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            string message = (exception.InnerException as YamlException ?? exception).Message;
            int end = message.AsSpan().IndexOfAny('\n', '\r');
            return new YamlDocument(null, reader._shape, new YamlFault(TabIndentation(message, text) ?? (int)exception.Start.Line, $"YAML syntax: {(end < 0 ? message : message[..end]).TrimEnd('.')}."));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OverflowException)
        {
            // The parser meets brackets that are not closed, and some malformed tags and escapes, with these, and with messages about itself.
            return new YamlDocument(null, reader._shape, new YamlFault((int)(reader._parser.Current?.End.Line ?? 1), "YAML syntax: perhaps a bracket or a quote is not closed, or a tag or an escape is malformed."));
        }
        catch (AbandonedException abandoned)
        {
            return new YamlDocument(null, reader._shape, abandoned.Fault);
        }
    }

    // For a tab, the parser names the line where its block begins.
    private static int? TabIndentation(string message, string text)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> raw in message.Contains("tab", StringComparison.Ordinal) && message.Contains("indentation", StringComparison.Ordinal) ? text.AsSpan().EnumerateLines() : default)
        {
            line++;
            if (raw.TrimStart(' ') is ['\t', ..])
            {
                return line;
            }
        }

        return null;
    }

    private YamlDocument ReadDocument()
    {
        Next();
        if (Next() is not DocumentStart)
        {
            return new YamlDocument(null, YamlShape.None, null);
        }

        _shape = Next() switch
        {
            SequenceStart => YamlShape.List,
            MappingStart => YamlShape.Map,
            _ => YamlShape.Text,
        };
        YamlValue root = ReadValue(depth: 0);
        Next();
        return Next() is DocumentStart second
            ? new YamlDocument(root, _shape, new YamlFault((int)second.Start.Line, "A second YAML document begins here: Ansible takes one a file."))
            : new YamlDocument(root, _shape, null);
    }

    private ParsingEvent Next()
        => _parser.MoveNext() ? _parser.Current! : throw new YamlException("The text ends in the middle of a value");

    /// <summary>Reads the value that begins at the current event, and stops at its last event.</summary>
    private YamlValue ReadValue(int depth)
    {
        ParsingEvent current = _parser.Current!;
        int line = (int)current.Start.Line;
        if (depth > MaximumDepth)
        {
            throw new AbandonedException(line, $"The YAML is nested more than {MaximumDepth} levels deep.");
        }

        if (current is AnchorAlias alias)
        {
            return Expand(alias, depth);
        }

        if (current is not NodeEvent node)
        {
            // For some malformed maps the parser gives no value at all.
            throw new YamlException(current.Start, current.End, "A value is missing here");
        }

        int before = _nodes++;
        if (_nodes > MaximumNodes)
        {
            throw new AbandonedException(line, $"The file holds more than {MaximumNodes} values.");
        }

        int deepestBefore = _deepest;
        _deepest = depth;
        YamlValue value = node switch
        {
            Scalar scalar => ReadText(scalar),
            SequenceStart => ReadList(depth, line),
            _ => ReadMap(depth, line),
        };
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = (value, _nodes - before, _deepest - depth);
        }

        _deepest = Math.Max(_deepest, deepestBefore);
        return value;
    }

    private static YamlText ReadText(Scalar scalar)
    {
        string tag = scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific ? "" : scalar.Tag.Value;
        return tag is "!vault" or "!vault-encrypted"
            ? new YamlText(null, isTemplated: false, (int)scalar.Start.Line)
            : new YamlText(scalar.Value, tag != "!unsafe", (int)scalar.Start.Line);
    }

    private YamlList ReadList(int depth, int line)
    {
        List<YamlValue> items = [];
        while (Next() is not SequenceEnd)
        {
            items.Add(ReadValue(depth + 1));
        }

        return new YamlList(items, line);
    }

    private YamlMap ReadMap(int depth, int line)
    {
        List<KeyValuePair<string, YamlValue>> entries = [];
        List<YamlValue>? merged = null;
        while (Next() is not MappingEnd)
        {
            string? key = ReadValue(depth + 1).Text;
            Next();
            YamlValue value = ReadValue(depth + 1);
            if (key == "<<")
            {
                (merged ??= []).Add(value);
            }
            else if (key is not null)
            {
                entries.Add(new(key, value));
            }
        }

        return new YamlMap(merged is null ? entries : [.. MergedEntries(merged), .. entries], line);
    }

    // In front of the map's own entries, since the last of equal keys counts.
    private List<KeyValuePair<string, YamlValue>> MergedEntries(List<YamlValue> merged)
    {
        List<KeyValuePair<string, YamlValue>> entries = [];
        foreach (YamlValue value in merged)
        {
            // Of several, the first counts.
            IEnumerable<YamlValue> maps = value is YamlList list ? list.Items.Reverse() : [value];
            foreach (YamlMap map in maps.OfType<YamlMap>())
            {
                entries.AddRange(map.Entries);
            }
        }

        // Merges of merges would grow without being seen as aliases any more.
        CountAliased(entries.Count, merged[0].Line);
        return entries;
    }

    private YamlValue Expand(AnchorAlias alias, int depth)
    {
        int line = (int)alias.Start.Line;
        if (!_anchors.TryGetValue(alias.Value.Value, out (YamlValue Value, int Nodes, int Height) anchor))
        {
            throw new AbandonedException(line, $"The alias '*{alias.Value}' refers to nothing above it.");
        }

        _deepest = Math.Max(_deepest, depth + anchor.Height);
        if (_deepest > MaximumDepth)
        {
            throw new AbandonedException(line, $"With '*{alias.Value}' written out, the YAML is nested more than {MaximumDepth} levels deep.");
        }

        // Counted as if written out, so that a bomb of aliases of aliases meets the bound at its first levels.
        _nodes += anchor.Nodes;
        CountAliased(anchor.Nodes, line);
        return anchor.Value;
    }

    private void CountAliased(int nodes, int line)
    {
        _aliasedNodes += nodes;
        if (_aliasedNodes > MaximumAliasedNodes)
        {
            throw new AbandonedException(line, $"Aliases here stand for more than {MaximumAliasedNodes} values.");
        }
    }

    /// <summary>Leaves the recursion; never leaves this file.</summary>
    private sealed class AbandonedException(int line, string message) : Exception(message)
    {
        public YamlFault Fault { get; } = new(line, message);
    }
}
