namespace Playbooks.Reading;

/// <summary>Makes a <see cref="Playbook"/> of a tree of values.</summary>
internal sealed class PlaybookBinder(DiagnosticBag diagnostics)
{
    private const int MaximumRetries = 100;

    private static readonly string[] TypeNames = ["string", "integer", "float", "boolean", "file", "credential", "list", "dict"];

    public Playbook? Bind(PlaybookValue tree)
    {
        if (tree is ScalarValue { Value: null })
        {
            diagnostics.Add(DiagnosticDescriptors.Empty, tree.Location, "The file holds no playbook");
            return null;
        }

        if (tree is not MapValue map)
        {
            diagnostics.Add(DiagnosticDescriptors.WrongValue, tree.Location, $"A playbook is a map with 'name' and 'steps', not {Kinds.Of(tree)}");
            return null;
        }

        MapBinder keys = new(map, "the playbook", diagnostics);
        Playbook playbook = new()
        {
            Name = keys.RequiredText("name") ?? "",
            Version = keys.Text("version"),
            Description = keys.Text("description"),
            Domain = keys.Text("domain"),
            Group = keys.Text("group"),
            Parameters = BindParameters(keys),
            Steps = BindSteps(keys),
            Outputs = BindOutputs(keys),
            Metadata = keys.Map("metadata"),
            Location = map.Location,
        };
        if (keys.Boolean("verified") is not null)
        {
            diagnostics.Add(DiagnosticDescriptors.VerifiedInFile, keys.LocationOf("verified"), "'verified' in the file has no effect: verification is recorded in playbooks.lock.json");
        }

        keys.RejectOthers();
        return playbook;
    }

    private List<PlaybookParameter> BindParameters(MapBinder keys)
    {
        List<PlaybookParameter> parameters = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (MapValue map in keys.Maps("parameters"))
        {
            MapBinder item = new(map, "a parameter", diagnostics);
            string name = Name(item, "name");
            if (name.Length > 0 && !names.Add(name))
            {
                diagnostics.Add(DiagnosticDescriptors.DuplicateName, item.LocationOf("name"), $"There is a parameter '{name}' already");
            }

            if (name == "playbook")
            {
                diagnostics.Add(DiagnosticDescriptors.ReservedParameter, item.LocationOf("name"), "A parameter cannot be called 'playbook'");
            }

            ParameterType type = Enum.Parse<ParameterType>(item.Word("type", TypeNames) ?? "string", ignoreCase: true);
            parameters.Add(new PlaybookParameter
            {
                Name = name,
                Type = type,
                Required = item.Boolean("required") ?? false,
                Default = BindDefault(item, name, type),
                Description = item.Text("description"),
                Location = map.Location,
            });
            item.RejectOthers();
        }

        return parameters;
    }

    private object? BindDefault(MapBinder item, string name, ParameterType type)
    {
        PlaybookValue? value = item.Value("default");
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        if (ParameterValues.TryConvert(ParameterValues.Plain(value, type), type, out object? converted))
        {
            return converted;
        }

        diagnostics.Add(DiagnosticDescriptors.WrongValue, value.Location, $"The default of '{name}' must be {ParameterValues.Describe(type)}, not {Kinds.Of(value)}");
        return null;
    }

    private List<PlaybookStep> BindSteps(MapBinder keys)
    {
        List<PlaybookStep> steps = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        IReadOnlyList<MapValue> maps = keys.Maps("steps");
        if (keys.Value("steps") is null or ScalarValue { Value: null } or ListValue { Items.Count: 0 })
        {
            diagnostics.Add(DiagnosticDescriptors.MissingKey, keys.LocationOf("steps"), "The playbook has no steps", "Add at least one item under 'steps:'.");
        }

        foreach (MapValue map in maps)
        {
            PlaybookStep step = BindStep(map);
            if (step.Id.Length > 0 && !ids.Add(step.Id))
            {
                diagnostics.Add(DiagnosticDescriptors.DuplicateName, map.Find("id")!.Value.Location, $"There is a step '{step.Id}' already");
            }

            steps.Add(step);
        }

        return steps;
    }

    private PlaybookStep BindStep(MapValue map)
    {
        MapBinder keys = new(map, "a step", diagnostics);
        string id = Name(keys, "id");
        PlaybookStep step = new()
        {
            Id = id,
            Name = keys.Text("name") is { Length: > 0 } name ? name : id,
            Description = keys.Text("description"),
            Type = keys.RequiredText("type") ?? "",
            TypeLocation = keys.LocationOf("type"),
            Parameters = keys.Map("parameters") ?? MapValue.Empty,
            When = Condition(keys),
            Timeout = keys.Seconds("timeout", allowZero: false),
            Retry = new RetryPolicy
            {
                Count = (int)(keys.Integer("retry_count", 0, MaximumRetries) ?? 0),
                Delay = keys.Seconds("retry_delay", allowZero: true) ?? RetryPolicy.DefaultDelay,
            },
            OnFailure = Enum.Parse<FailureAction>(keys.Word("on_failure", "abort", "continue") ?? "abort", ignoreCase: true),
            Location = map.Location,
        };
        keys.RejectOthers();
        return step;
    }

    private ScalarValue? Condition(MapBinder keys)
    {
        PlaybookValue? value = keys.Value("when");
        if (value is null or ScalarValue { Text.Length: > 0 })
        {
            return value as ScalarValue;
        }

        diagnostics.Add(DiagnosticDescriptors.WrongValue, value.Location, $"'when' must be an expression, not {Kinds.Of(value)}");
        return null;
    }

    private List<PlaybookOutput> BindOutputs(MapBinder keys)
    {
        List<PlaybookOutput> outputs = [];
        foreach (MapEntry entry in keys.Map("outputs")?.Entries ?? [])
        {
            CheckName(entry.Key, entry.KeyLocation);
            outputs.Add(new PlaybookOutput(entry.Key, entry.Value, entry.KeyLocation));
        }

        return outputs;
    }

    private string Name(MapBinder keys, string key)
    {
        string? name = keys.RequiredText(key);
        if (name is not null)
        {
            CheckName(name, keys.LocationOf(key));
        }

        return name ?? "";
    }

    private void CheckName(string name, SourceLocation location)
    {
        bool valid = name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-');
        if (!valid)
        {
            diagnostics.Add(DiagnosticDescriptors.BadName, location, $"'{name}' is no valid name");
        }
    }
}
