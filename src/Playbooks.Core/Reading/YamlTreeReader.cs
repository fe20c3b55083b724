using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Playbooks.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Playbooks.Reading;

/// <summary>
/// Parses YAML text into a tree of <see cref="PlaybookValue"/>s, within limits that no file can exceed.
/// </summary>
internal sealed class YamlTreeReader
{
    private const int MaximumDepth = 64;
    private const int MaximumAliasedNodes = 10_000;
    private const int MaximumNodes = 1_000_000;
    private const int SmallFile = 64 * 1024;

    private readonly string _file;
    private readonly DiagnosticBag _diagnostics;
    private readonly Parser _parser;
    private readonly Action<MapValue>? _bindStep;
    private readonly Dictionary<string, Anchored> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private int _aliasedNodes;
    private int _deepest;

    private YamlTreeReader(TextReader text, string file, DiagnosticBag diagnostics, Action<MapValue>? bindStep)
    {
        _bindStep = bindStep;
        _file = file;
        _diagnostics = diagnostics;
        _parser = new Parser(text);
    }

    /// <summary>Reads the tree; null on an error, which is then in the diagnostics.</summary>
    /// <param name="bindStep">
    /// Receives each map of the top-level list <c>steps</c>, which is then not part of the tree. A long playbook is
    /// bound while it is read, so that only one step's tree is in memory at a time.
    /// </param>
    public static PlaybookValue? Read(
        ReadOnlyMemory<byte> utf8, string file, DiagnosticBag diagnostics, Action<MapValue>? bindStep = null)
    {
        if (FirstBadByte(utf8.Span) is int bad)
        {
            ReadOnlySpan<byte> before = utf8.Span[..bad];
            int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            diagnostics.Add(
                DiagnosticDescriptors.NotText,
                new(file, before.Count((byte)'\n') + 1, column),
                $"Byte {bad} (0x{utf8.Span[bad]:X2}) is not UTF-8 text");
            return null;
        }

        using TextReader text = Text(utf8);
        YamlTreeReader reader = new(text, file, diagnostics, bindStep);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException exception)
        {
            diagnostics.Add(
                DiagnosticDescriptors.Syntax,
                TabIndentation(exception, utf8.Span) is int tab ? new(file, tab, 1) : reader.At(exception.Start),
                SyntaxMessage(exception));
            return null;
        }
        catch (Exception exception)
            when (exception is ArgumentException or InvalidOperationException or OverflowException)
        {
            // The parser throws these for unclosed brackets and for some malformed tags and escapes. Their messages are
            // about the parser itself.
            diagnostics.Add(
                DiagnosticDescriptors.Syntax,
                reader.At(reader._parser.Current?.End ?? Mark.Empty),
                "What follows here does not parse: "
                + "perhaps a bracket or a quote is not closed, or a tag or an escape is malformed");
            return null;
        }
        catch (AbandonedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Opens the text: a small file as a whole, a large one in pieces, so that its text is not in memory a second time.
    /// </summary>
    private static TextReader Text(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length <= SmallFile)
        {
            ReadOnlySpan<byte> bytes = utf8.Span;
            return new StringReader(Encoding.UTF8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes));
        }

        byte[] array = MemoryMarshal.TryGetArray(utf8, out ArraySegment<byte> segment) && segment.Array is not null
            ? segment.Array
            : utf8.ToArray();
        return new StreamReader(new MemoryStream(array, segment.Offset, utf8.Length, writable: false), Encoding.UTF8);
    }

    private static int? FirstBadByte(ReadOnlySpan<byte> utf8)
    {
        int zero = utf8.IndexOf((byte)0);
        if (zero < 0 && Utf8.IsValid(utf8))
        {
            return null;
        }

        int index = 0;
        while (index < utf8.Length && (zero < 0 || index < zero))
        {
            if (Rune.DecodeFromUtf8(utf8[index..], out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                return index;
            }

            index += length;
        }

        return zero;
    }

    /// <summary>
    /// Finds the line of the tab that the parser rejects, which reports the beginning of the block instead; null for
    /// other errors.
    /// </summary>
    private static int? TabIndentation(YamlException exception, ReadOnlySpan<byte> utf8)
    {
        if (!exception.Message.Contains("tab as indentation", StringComparison.Ordinal))
        {
            return null;
        }

        int line = 0;
        foreach (Range range in utf8.Split((byte)'\n'))
        {
            line++;
            if (line >= exception.Start.Line && utf8[range].TrimStart((byte)' ') is [(byte)'\t', ..])
            {
                return line;
            }
        }

        return null;
    }

    private static string SyntaxMessage(YamlException exception)
    {
        string message = (exception.InnerException as YamlException ?? exception).Message.TrimEnd('.');
        return message.Contains('\n', StringComparison.Ordinal)
            ? message[..message.IndexOf('\n', StringComparison.Ordinal)]
            : message;
    }

    private PlaybookValue? ReadStream()
    {
        Next();
        Next();
        if (_parser.Current is not DocumentStart)
        {
            _diagnostics.Add(DiagnosticDescriptors.Empty, new(_file, 1, 1), "The file holds no playbook");
            return null;
        }

        Next();
        PlaybookValue root = ReadValue(depth: 0);
        Next();
        Next();
        if (_parser.Current is DocumentStart second)
        {
            _diagnostics.Add(DiagnosticDescriptors.SeveralDocuments, At(second.Start), "A second document begins here");
            return null;
        }

        return root;
    }

    private ParsingEvent Next()
    {
        if (!_parser.MoveNext())
        {
            throw new YamlException("The text ends in the middle of a value");
        }

        return _parser.Current!;
    }

    /// <summary>Reads the value that begins at the current event. Its last event is then the current one.</summary>
    private PlaybookValue ReadValue(int depth, Action<MapValue>? bindItem = null)
    {
        ParsingEvent current = _parser.Current!;
        if (depth > MaximumDepth)
        {
            throw Abandon(
                DiagnosticDescriptors.TooDeep,
                At(current.Start),
                $"The YAML is nested more than {MaximumDepth} levels deep");
        }

        if (current is AnchorAlias alias)
        {
            return Expand(alias, depth);
        }

        if (current is not NodeEvent node)
        {
            // For some malformed maps, the parser gives no value.
            throw new YamlException(current.Start, current.End, "A value is missing here");
        }

        int before = _nodes++;
        if (_nodes > MaximumNodes)
        {
            throw Abandon(
                DiagnosticDescriptors.TooLarge,
                At(current.Start),
                $"The file holds more than {MaximumNodes:N0} values");
        }

        int deepestBefore = _deepest;
        _deepest = depth;
        bool isText = CheckTag(node);
        PlaybookValue value = node switch
        {
            Scalar scalar => ReadScalar(scalar, isText),
            SequenceStart => ReadList(depth, bindItem),
            _ => ReadMap(depth),
        };
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = new(value, _nodes - before, _deepest - depth);
        }

        _deepest = Math.Max(_deepest, deepestBefore);
        return value;
    }

    private ScalarValue ReadScalar(Scalar scalar, bool isText) => new(
        scalar.Value,
        isText || scalar.Style != ScalarStyle.Plain ? scalar.Value : PlainScalar.Resolve(scalar.Value),
        At(scalar.Start));

    private ListValue ReadList(int depth, Action<MapValue>? bindItem)
    {
        SequenceStart start = (SequenceStart)_parser.Current!;
        SourceLocation location = At(start.Start);
        // An anchored list must stay complete, since an alias may repeat it.
        bindItem = start.Anchor.IsEmpty ? bindItem : null;
        List<PlaybookValue> items = [];
        while (Next() is not SequenceEnd)
        {
            PlaybookValue item = ReadValue(depth + 1);
            if (bindItem is not null && item is MapValue map)
            {
                bindItem(map);
            }
            else
            {
                items.Add(item);
            }
        }

        return new ListValue(items, location);
    }

    private MapValue ReadMap(int depth)
    {
        SourceLocation location = At(_parser.Current!.Start);
        List<MapEntry> entries = [];
        Dictionary<string, SourceLocation>? seen = null;
        while (Next() is not MappingEnd)
        {
            SourceLocation keyLocation = At(_parser.Current!.Start);
            string? key = (_parser.Current as Scalar)?.Value;
            if (key is null)
            {
                ReadValue(depth + 1);
                _diagnostics.Add(
                    DiagnosticDescriptors.BadKey,
                    keyLocation,
                    "A key must be plain text, not a list, a map or an alias");
            }

            Next();
            PlaybookValue value = ReadValue(depth + 1, depth == 0 && key == "steps" ? _bindStep : null);
            if (key is null)
            {
                continue;
            }

            if (key == "<<")
            {
                _diagnostics.Add(DiagnosticDescriptors.BadKey, keyLocation, "Merge keys ('<<') are not supported");
            }
            else if (FindKey(entries, key, ref seen) is SourceLocation first)
            {
                _diagnostics.Add(
                    DiagnosticDescriptors.DuplicateKey,
                    keyLocation,
                    $"The key '{key}' is already at line {first.Line}");
            }
            else
            {
                entries.Add(new MapEntry(key, keyLocation, value));
                seen?.Add(key, keyLocation);
            }
        }

        return new MapValue(entries, location);
    }

    /// <summary>
    /// Finds the place of an earlier key of the same name. Most maps are small, so that searching them costs less than
    /// a table.
    /// </summary>
    private static SourceLocation? FindKey(
        List<MapEntry> entries, string key, ref Dictionary<string, SourceLocation>? seen)
    {
        const int Small = 8;
        if (entries.Count > Small)
        {
            seen ??= entries.ToDictionary(entry => entry.Key, entry => entry.KeyLocation, StringComparer.Ordinal);
            return seen.TryGetValue(key, out SourceLocation location) ? location : null;
        }

        foreach (MapEntry entry in entries)
        {
            if (entry.Key == key)
            {
                return entry.KeyLocation;
            }
        }

        return null;
    }

    private PlaybookValue Expand(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out Anchored? anchor))
        {
            throw Abandon(
                DiagnosticDescriptors.AliasExpansion,
                At(alias.Start),
                $"The alias '*{alias.Value}' refers to nothing above it");
        }

        _deepest = Math.Max(_deepest, depth + anchor.Height);
        if (_deepest > MaximumDepth)
        {
            throw Abandon(
                DiagnosticDescriptors.TooDeep,
                At(alias.Start),
                $"With '*{alias.Value}' written out, the YAML is nested more than {MaximumDepth} levels deep");
        }

        // Counted as if written out, so that nested aliases ("billion laughs") reach the limit at their first levels.
        _nodes += anchor.Nodes;
        _aliasedNodes += anchor.Nodes;
        return _aliasedNodes <= MaximumAliasedNodes
            ? anchor.Value
            : throw Abandon(
                DiagnosticDescriptors.AliasExpansion,
                At(alias.Start),
                $"Aliases here stand for more than {MaximumAliasedNodes} values");
    }

    /// <summary>True when the node is tagged as text. Tags other than YAML's own are reported.</summary>
    private bool CheckTag(NodeEvent node)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific)
        {
            return false;
        }

        string tag = node.Tag.Value;
        if (tag is not ("tag:yaml.org,2002:str" or "tag:yaml.org,2002:seq" or "tag:yaml.org,2002:map"
            or "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool"
            or "tag:yaml.org,2002:null"))
        {
            _diagnostics.Add(DiagnosticDescriptors.CustomTag, At(node.Start), $"The tag '{tag}' is not supported");
        }

        return tag == "tag:yaml.org,2002:str";
    }

    private SourceLocation At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);

    private AbandonedException Abandon(DiagnosticDescriptor descriptor, SourceLocation location, string message)
    {
        _diagnostics.Add(descriptor, location, message);
        return new AbandonedException();
    }

    private sealed record Anchored(PlaybookValue Value, int Nodes, int Height);

    /// <summary>
    /// Leaves the recursion after the reason was added to the diagnostics. It is caught in this file.
    /// </summary>
    private sealed class AbandonedException() : Exception("Reading was given up; the diagnostics say why.");
}
