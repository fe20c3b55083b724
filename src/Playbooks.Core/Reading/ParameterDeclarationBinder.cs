namespace Playbooks.Reading;

/// <summary>Reads the <see cref="PlaybookParameter"/>s under <c>parameters</c>.</summary>
internal sealed class ParameterDeclarationBinder(DiagnosticBag diagnostics)
{
    private static readonly string[] Keys =
        ["name", "type", "required", "default", "description", "enum", "pattern", "min", "max", "secret", "items"];

    private static readonly string[] TypeNames =
        ["string", "integer", "float", "boolean", "file", "credential", "list", "dict"];

    public IReadOnlyList<PlaybookParameter> Bind(IReadOnlyList<MapValue> maps)
    {
        List<PlaybookParameter> parameters = new(maps.Count);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (MapValue map in maps)
        {
            MapBinder keys = new(map, "a parameter", Keys, diagnostics);
            PlaybookParameter parameter = Bind(keys);
            keys.RejectOthers();
            CheckName(parameter.Name, names, keys);
            parameters.Add(parameter);
        }

        return parameters;
    }

    private PlaybookParameter Bind(MapBinder keys)
    {
        string name = Names.Bind(keys, "name", diagnostics);
        ParameterType type = TypeOf(keys.Word("type", TypeNames)) ?? ParameterType.String;
        string? items = keys.Word("items", TypeNames);
        PlaybookParameter parameter = new()
        {
            Name = name,
            Type = type,
            Required = keys.Boolean("required") ?? false,
            Description = keys.Text("description"),
            Allowed = Allowed(keys, name, type),
            Pattern = Pattern(keys),
            Minimum = keys.Number("min"),
            Maximum = keys.Number("max"),
            Secret = keys.Boolean("secret") ?? false,
            Items = TypeOf(items),
            Location = keys.Location,
        };
        CheckFit(keys, parameter);
        return parameter with { Default = Default(keys, parameter) };
    }

    private static ParameterType? TypeOf(string? word) => word switch
    {
        null => null,
        "string" => ParameterType.String,
        "integer" => ParameterType.Integer,
        "float" => ParameterType.Float,
        "boolean" => ParameterType.Boolean,
        "file" => ParameterType.File,
        "credential" => ParameterType.Credential,
        "list" => ParameterType.List,
        _ => ParameterType.Dict,
    };

    private object? Default(MapBinder keys, PlaybookParameter parameter)
    {
        PlaybookValue? value = keys.Value("default");
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        if (Fit(value, parameter.Name, parameter.Type, "default") is not object fitting)
        {
            return null;
        }

        if (ParameterConstraints.Check(parameter, fitting) is string problem)
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongValue, value.Location, $"The default of '{parameter.Name}' {problem}");
        }

        return fitting;
    }

    private List<object?> Allowed(MapBinder keys, string name, ParameterType type)
    {
        List<object?> allowed = [];
        foreach (PlaybookValue item in keys.List("enum"))
        {
            if (Fit(item, name, type, "enum") is object fitting)
            {
                allowed.Add(fitting);
            }
        }

        return allowed;
    }

    private object? Fit(PlaybookValue value, string name, ParameterType type, string key)
    {
        if (ParameterValues.TryConvert(ParameterValues.Plain(value, type), type, out object? fitting))
        {
            return fitting;
        }

        string what = key == "default" ? "The default" : "Each value of 'enum'";
        diagnostics.Add(
            DiagnosticDescriptors.WrongValue,
            value.Location,
            $"{what} of '{name}' must be {ParameterValues.Describe(type)}, not {value.Described}");
        return null;
    }

    private string? Pattern(MapBinder keys)
    {
        string? pattern = keys.Text("pattern");
        if (pattern is not null)
        {
            try
            {
                ParameterConstraints.Compile(pattern);
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongValue,
                    keys.LocationOf("pattern"),
                    $"'pattern' is not a regular expression without backtracking: {exception.Message}");
                return null;
            }
        }

        return pattern;
    }

    /// <summary>Reports constraints that do not fit the type: they would silently check nothing.</summary>
    private void CheckFit(MapBinder keys, PlaybookParameter parameter)
    {
        bool isText = parameter.Type == ParameterType.String;
        Unfit(keys, "pattern", parameter.Pattern is not null && !isText, "text");
        Unfit(keys, "secret", parameter.Secret && !isText, "text");
        Unfit(keys, "items", parameter.Items is not null && parameter.Type != ParameterType.List, "a list");
        if (keys.Value("enum") is ListValue { Items.Count: 0 })
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongValue, keys.LocationOf("enum"), "'enum' must list at least one value");
        }

        Unfit(keys, "min", parameter.Minimum > parameter.Maximum, "at most 'max'");
        Unfit(
            keys,
            "min",
            parameter.Minimum is not null && !HasSize(parameter.Type),
            "a number, a text, a list or a map");
        Unfit(
            keys,
            "max",
            parameter.Maximum is not null && !HasSize(parameter.Type),
            "a number, a text, a list or a map");
    }

    private void Unfit(MapBinder keys, string key, bool isUnfit, string wanted)
    {
        if (isUnfit)
        {
            bool isBound = key == "min" && wanted.StartsWith("at", StringComparison.Ordinal);
            diagnostics.Add(DiagnosticDescriptors.WrongValue, keys.LocationOf(key), isBound
                ? $"'min' must be {wanted}"
                : $"'{key}' is for a parameter that is {wanted}");
        }
    }

    private static bool HasSize(ParameterType type) => type
        is ParameterType.Integer
        or ParameterType.Float
        or ParameterType.String
        or ParameterType.List
        or ParameterType.Dict;

    private void CheckName(string name, HashSet<string> names, MapBinder keys)
    {
        if (name.Length > 0 && !names.Add(name))
        {
            diagnostics.Add(
                DiagnosticDescriptors.DuplicateName, keys.LocationOf("name"), $"There is a parameter '{name}' already");
        }

        if (name == NestedPlaybook.PathParameter)
        {
            diagnostics.Add(
                DiagnosticDescriptors.ReservedParameter,
                keys.LocationOf("name"),
                "A parameter cannot be called 'playbook'");
        }
    }
}
