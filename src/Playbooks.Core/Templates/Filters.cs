using System.Globalization;
using System.Text.Json;
using Playbooks.Values;

namespace Playbooks.Templates;

/// <summary>A filter: <c>value | name(arguments)</c>.</summary>
/// <param name="Result">The type of the result, or <see cref="ParameterType.Any"/> when it varies.</param>
internal sealed record Filter(
    string Name,
    int MinimumArguments,
    int MaximumArguments,
    ParameterType Result,
    Func<object?, object?[], object?> Apply);

internal sealed class FilterExpression(Filter filter, Expression input, IReadOnlyList<Expression> arguments)
    : Expression
{
    public override ParameterType KnownType => filter.Result;

    public override object? Evaluate(EvaluationScope scope)
    {
        object? value = input.Evaluate(scope);
        if (filter.Name != "default")
        {
            Undefined.Reject(value);
        }

        object?[] values = new object?[arguments.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Value(scope);
        }

        return filter.Apply(value, values);
    }
}

/// <summary>The filters, in one table.</summary>
internal static class Filters
{
    private static readonly Dictionary<string, Filter> Table = new Filter[]
    {
        new("default", 1, 1, ParameterType.Any,
            (value, arguments) => value is null or Undefined ? arguments[0] : value),
        new("upper", 0, 0, ParameterType.String,
            (value, _) => SecretText.Map(Text(value, "upper"), text => text.ToUpperInvariant())),
        new("lower", 0, 0, ParameterType.String,
            (value, _) => SecretText.Map(Text(value, "lower"), text => text.ToLowerInvariant())),
        new("trim", 0, 0, ParameterType.String, (value, _) => SecretText.Map(Text(value, "trim"), text => text.Trim())),
        new("replace", 2, 2, ParameterType.String, (value, arguments) => Replace(value, arguments)),
        new("length", 0, 0, ParameterType.Integer, (value, _) => Length(value)),
        new("join", 0, 1, ParameterType.String, (value, arguments) => Join(Items(value, "join"), arguments)),
        new("split", 0, 1, ParameterType.List, (value, arguments) => Split(value, arguments)),
        new("first", 0, 0, ParameterType.Any, (value, _)
            => Items(value, "first") is [var first, ..] ? first : new Undefined("'first' of an empty list")),
        new("last", 0, 0, ParameterType.Any, (value, _)
            => Items(value, "last") is [.., var last] ? last : new Undefined("'last' of an empty list")),
        new("keys", 0, 0, ParameterType.List, (value, _) => Keys(value)),
        new("sort", 0, 0, ParameterType.List, (value, _) => Sort(Items(value, "sort"))),
        new("unique", 0, 0, ParameterType.List, (value, _) => Unique(Items(value, "unique"))),
        new("to_json", 0, 0, ParameterType.String, (value, _) => ToJson(value)),
        new("from_json", 0, 0, ParameterType.Any, (value, _) => FromJson(value)),
        new("string", 0, 0, ParameterType.String, (value, _) => SecretText.Map(value, text => text)),
        new("int", 0, 0, ParameterType.Integer, (value, _) => ToInteger(value)),
        new("float", 0, 0, ParameterType.Float, (value, _) => ToFloat(value)),
        new("bool", 0, 0, ParameterType.Boolean, (value, _) => ToBoolean(value)),
    }.ToDictionary(filter => filter.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Table.Keys;

    public static Filter? Find(string name) => Table.GetValueOrDefault(name);

    private static object? Text(object? value, string filter)
        => value is string or Secret ? value : throw Unfit(filter, "text", value);

    private static IReadOnlyList<object?> Items(object? value, string filter)
        => value as IReadOnlyList<object?> ?? throw Unfit(filter, "a list", value);

    private static TemplateException Unfit(string filter, string wanted, object? value)
        => new($"The filter '{filter}' needs {wanted}, not {ValueDescription.Of(value)}");

    private static object Replace(object? value, object?[] arguments)
    {
        if (arguments is not [string { Length: > 0 } old, string with])
        {
            throw new TemplateException("The filter 'replace' needs two texts, the first not empty");
        }

        return SecretText.Map(Text(value, "replace"), text => text.Replace(old, with, StringComparison.Ordinal));
    }

    private static long Length(object? value) => value switch
    {
        string text => text.Length,
        IReadOnlyList<object?> list => list.Count,
        IReadOnlyDictionary<string, object?> map => map.Count,
        _ => throw Unfit("length", "text, a list or a map", value),
    };

    private static object?[] Keys(object? value) => value switch
    {
        SecretMap map => [.. map.Keys.Select(key => new Secret(key))],
        IReadOnlyDictionary<string, object?> map => [.. map.Keys],
        _ => throw Unfit("keys", "a map", value),
    };

    private static object Join(IReadOnlyList<object?> list, object?[] arguments)
    {
        object separator = arguments.Length == 0 ? "" : Text(arguments[0], "join")!;
        List<object?> parts = new(list.Count * 2);
        foreach (object? item in list)
        {
            if (parts.Count > 0)
            {
                parts.Add(separator);
            }

            parts.Add(item);
        }

        return SecretText.Concatenate(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
    }

    private static object?[] Split(object? value, object?[] arguments)
    {
        (string text, bool isSecret) = SecretText.Reveal(Text(value, "split"));
        string[] parts = arguments.Length == 0
            ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            : text.Split(SecretText.Reveal(Text(arguments[0], "split")).Text);
        return [.. parts.Select(part => isSecret ? (object)new Secret(part) : part)];
    }

    private static object?[] Sort(IReadOnlyList<object?> list)
    {
        // Checked first: the sort would wrap an exception of its comparer into another one.
        foreach (object? item in list)
        {
            ValueComparison.Compare(list[0], item);
        }

        return [.. list.Order(Comparer<object?>.Create(ValueComparison.Compare))];
    }

    private static object?[] Unique(IReadOnlyList<object?> list)
    {
        List<object?> kept = [];
        foreach (object? item in list)
        {
            if (!kept.Exists(other => ValueComparison.AreEqual(other, item)))
            {
                kept.Add(item);
            }
        }

        return [.. kept];
    }

    private static object ToJson(object? value)
    {
        string json = PlaybookValues.ToJson(value, revealSecrets: true);
        // The masked text differs exactly when something in the value is a secret.
        return string.Equals(json, PlaybookValues.ToJson(value), StringComparison.Ordinal) ? json : new Secret(json);
    }

    private static object? FromJson(object? value)
    {
        try
        {
            (string text, bool isSecret) = SecretText.Reveal(Text(value, "from_json"));
            object? parsed = PlaybookValues.ParseJson(text);
            return isSecret ? SecretText.Hide(parsed) : parsed;
        }
        catch (JsonException exception)
        {
            string place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new TemplateException($"The filter 'from_json' was given text that is not JSON ({place})");
        }
    }

    private static object ToInteger(object? value) => value switch
    {
        long => value,
        double number when Math.Abs(number) < 1L << 62 => (long)number,
        bool flag => flag ? 1L : 0L,
        string text when long.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => throw Unfit("int", "a number or the digits of one", value),
    };

    private static object ToFloat(object? value) => value switch
    {
        double => value,
        long number => (double)number,
        string text when double.TryParse(
            text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => throw Unfit("float", "a number or the digits of one", value),
    };

    private static object ToBoolean(object? value) => value switch
    {
        bool => value,
        long number => number != 0,
        string text when bool.TryParse(text.Trim(), out bool flag) => flag,
        _ => throw Unfit("bool", "true, false or a whole number", value),
    };
}
