namespace Playbooks.Reading;

/// <summary>Reads the <see cref="PlaybookStep"/>s under <c>steps</c>, <c>rollback</c> and <c>finally</c>.</summary>
internal sealed class StepBinder(DiagnosticBag diagnostics)
{
    private const int MaximumRetries = 100;
    private const int MostParallel = 1000;

    private static readonly string[] Keys =
    [
        "id", "name", "description", "type", "parameters", "when", "for_each", "max_parallel", "timeout",
        "retry_count", "retry_delay", "retry_backoff", "on_failure", "continue_on_error", "rollback", "repeatable",
        "secret_outputs",
    ];

    private static readonly string[] Actions = ["abort", "continue", "rollback"];
    private static readonly string[] Backoffs = ["constant", "linear", "exponential"];

    // Ids are unique in the whole file, since an address must name one step.
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    /// <summary>The steps so far, in order.</summary>
    public List<PlaybookStep> Steps { get; } = [];

    public void Add(MapValue map) => Steps.Add(Bind(map));

    /// <summary>Adds the maps of the list under a key. Other items are reported.</summary>
    public void AddAll(MapBinder keys, string key)
    {
        foreach (MapValue map in keys.Maps(key))
        {
            Add(map);
        }
    }

    /// <summary>Reads the steps of a list besides the main one.</summary>
    public IReadOnlyList<PlaybookStep> BindList(MapBinder keys, string key)
        => keys.Maps(key) is { Count: > 0 } maps ? [.. maps.Select(Bind)] : [];

    private PlaybookStep Bind(MapValue map)
    {
        MapBinder keys = new(map, "a step", Keys, diagnostics);
        PlaybookStep step = Bind(keys, map.Location);
        keys.RejectOthers();
        return step;
    }

    private PlaybookStep Bind(MapBinder keys, SourceLocation location)
    {
        string id = Names.Bind(keys, "id", diagnostics);
        if (id.Length > 0 && !_ids.Add(id))
        {
            diagnostics.Add(
                DiagnosticDescriptors.DuplicateName, keys.LocationOf("id"), $"There is a step '{id}' already");
        }

        return new PlaybookStep
        {
            Id = id,
            Name = keys.Text("name") is { Length: > 0 } name ? name : id,
            Description = keys.Text("description"),
            Type = Pooled(keys.RequiredText("type") ?? ""),
            TypeLocation = keys.LocationOf("type"),
            Parameters = keys.Map("parameters") ?? MapValue.Empty,
            When = Condition(keys),
            ForEach = keys.Value("for_each") is PlaybookValue and not ScalarValue { Value: null }
                ? keys.Value("for_each")
                : null,
            MaximumParallel = (int)(keys.Integer("max_parallel", 1, MostParallel) ?? 1),
            Timeout = keys.Seconds("timeout", allowZero: false),
            Retry = Retry(keys),
            OnFailure = OnFailure(keys),
            Repeatable = keys.Boolean("repeatable"),
            Rollback = BindList(keys, "rollback"),
            SecretOutputs = keys.Texts("secret_outputs"),
            Location = location,
        };
    }

    /// <summary>Gets one string instance for all steps of a type: a long playbook has few types.</summary>
    private string Pooled(string type)
    {
        if (_types.TryGetValue(type, out string? known))
        {
            return known;
        }

        _types.Add(type);
        return type;
    }

    private static RetryPolicy Retry(MapBinder keys)
    {
        long? count = keys.Integer("retry_count", 0, MaximumRetries);
        TimeSpan? delay = keys.Seconds("retry_delay", allowZero: true);
        string? backoff = keys.Word("retry_backoff", Backoffs);
        return count is null && delay is null && backoff is null ? RetryPolicy.None : new RetryPolicy
        {
            Count = (int)(count ?? 0),
            Delay = delay ?? RetryPolicy.DefaultDelay,
            Backoff = Enum.Parse<RetryBackoff>(backoff ?? "constant", ignoreCase: true),
        };
    }

    private FailureAction OnFailure(MapBinder keys)
    {
        string? action = keys.Word("on_failure", Actions);
        bool? goesOn = keys.Boolean("continue_on_error");
        if (action is not null && goesOn is not null && goesOn != (action == "continue"))
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongValue,
                keys.LocationOf("continue_on_error"),
                $"'continue_on_error' says the opposite of 'on_failure: {action}'",
                "Keep one of them.");
        }

        return action is not null ? Enum.Parse<FailureAction>(action, ignoreCase: true)
            : goesOn == true ? FailureAction.Continue
            : FailureAction.Abort;
    }

    private ScalarValue? Condition(MapBinder keys)
    {
        PlaybookValue? value = keys.Value("when");
        if (value is null or ScalarValue { Text.Length: > 0 })
        {
            return value as ScalarValue;
        }

        diagnostics.Add(
            DiagnosticDescriptors.WrongValue, value.Location, $"'when' must be an expression, not {value.Described}");
        return null;
    }
}
