using Playbooks.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Playbooks.Reading;

/// <summary>Writes values so that they read as what they are: text that looks like a number is quoted, numbers keep their digits.</summary>
internal sealed class YamlEmitter(IEmitter emitter)
{
    public void Document(Action content)
    {
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        content();
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    public void Map(Action entries)
    {
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        entries();
        emitter.Emit(new MappingEnd());
    }

    /// <summary>A list of maps; nothing when it is empty.</summary>
    public void Maps<T>(string key, IReadOnlyList<T> items, Action<T> entries)
    {
        if (items.Count == 0)
        {
            return;
        }

        Key(key);
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (T item in items)
        {
            Map(() => entries(item));
        }

        emitter.Emit(new SequenceEnd());
    }

    public void Key(string key) => Text(key);

    /// <summary>Text; nothing when it is null.</summary>
    public void Entry(string key, string? text)
    {
        if (text is not null)
        {
            Key(key);
            Text(text);
        }
    }

    /// <summary>A value as it stood in a file; nothing when it is null.</summary>
    public void Entry(string key, PlaybookValue? value)
    {
        if (value is not null)
        {
            Key(key);
            Value(value);
        }
    }

    /// <summary>A value as runs work with it; nothing when it is null.</summary>
    public void EntryOf(string key, object? value)
    {
        if (value is not null)
        {
            Key(key);
            Plain(value);
        }
    }

    public void Value(PlaybookValue value)
    {
        switch (value)
        {
            case ScalarValue { Value: string text }:
                Text(text);
                break;
            case ScalarValue scalar:
                // Nothing at all is null too, and would be written as an empty text.
                Scalar(scalar.Text.Length == 0 ? "null" : scalar.Text, ScalarStyle.Plain);
                break;
            case ListValue list:
                List(list.Items, Value);
                break;
            case MapValue map:
                Map(() =>
                {
                    foreach (MapEntry entry in map.Entries)
                    {
                        Key(entry.Key);
                        Value(entry.Value);
                    }
                });
                break;
        }
    }

    private void Plain(object? value)
    {
        switch (value)
        {
            case string text:
                Text(text);
                break;
            case null:
                Scalar("null", ScalarStyle.Plain);
                break;
            case double number:
                Scalar(Number(number), ScalarStyle.Plain);
                break;
            case IReadOnlyList<object?> list:
                List(list, Plain);
                break;
            case IReadOnlyDictionary<string, object?> map:
                Map(() =>
                {
                    foreach ((string key, object? item) in map)
                    {
                        Key(key);
                        Plain(item);
                    }
                });
                break;
            default:
                Scalar(PlaybookValues.ToText(value), ScalarStyle.Plain);
                break;
        }
    }

    private void List<T>(IReadOnlyList<T> items, Action<T> write)
    {
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (T item in items)
        {
            write(item);
        }

        emitter.Emit(new SequenceEnd());
    }

    private void Text(string text)
        => Scalar(text, IsBlock(text) ? ScalarStyle.Literal : IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted);

    private void Scalar(string text, ScalarStyle style)
        => emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    private static string Number(double number) => number switch
    {
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        double.NaN => ".nan",
        // A whole number that is a float must read as one again.
        _ when double.IsInteger(number) && Math.Abs(number) < 1e15 => $"{PlaybookValues.ToText(number)}.0",
        _ => PlaybookValues.ToText(number),
    };

    /// <summary>Letters, digits and a few harmless signs, not beginning or ending with a space, that do not read as something else.</summary>
    private static bool IsPlain(string text)
        => text.Length > 0
            && char.IsAsciiLetter(text[0])
            && text[^1] != ' '
            && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is ' ' or '_' or '.' or '/' or '-')
            && PlainScalar.Resolve(text) is string;

    /// <summary>Several lines of ordinary text, which a literal block keeps as they are.</summary>
    private static bool IsBlock(string text)
    {
        int newline = text.IndexOf('\n', StringComparison.Ordinal);
        if (newline <= 0 || newline == text.Length - 1 || text[0] == ' ' || text.EndsWith("\n\n", StringComparison.Ordinal))
        {
            return false;
        }

        return text.All(sign => sign == '\n' || (sign is >= ' ' and < '\x7f')) && !text.Contains(" \n", StringComparison.Ordinal) && text[^1] != ' ';
    }
}
