namespace Playbooks;

/// <summary>What a step type takes, gives and does to the world.</summary>
public sealed record StepDefinition
{
    /// <summary>The time limit of a step type that declares none: 300 seconds.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(300);

    /// <summary>The name used in playbooks: a family, a dot and a verb, such as <c>http.request</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What a step may give it; anything else is an error of planning.</summary>
    public IReadOnlyList<PlaybookParameter> Parameters { get; init; } = [];

    /// <summary>What later steps can use of it.</summary>
    public IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>Whether it may give further outputs, whose names are known only when it has run.</summary>
    public bool HasOpenOutputs { get; init; }

    /// <summary>What it does to the world. Unknown is never shown as safe.</summary>
    public StepEffect Effect { get; init; } = StepEffect.Unknown;

    /// <summary>What a step does to the world with these constants, where that depends on them; null when it does not.</summary>
    /// <remarks>Given the parameters that are constants, by name; those that a template gives are missing.</remarks>
    public Func<IReadOnlyDictionary<string, object?>, StepEffect>? EffectOf { get; init; }

    /// <summary>Whether its handler heeds <see cref="StepContext.IsCheck"/>, and then only predicts what it would do.</summary>
    /// <remarks>Steps that are not read-only, and whose handler cannot, are skipped in check mode.</remarks>
    public bool SupportsCheck { get; init; }

    /// <summary>Whether a step that was interrupted may simply be run again when its run is resumed; null: it may when it is read-only.</summary>
    /// <remarks>Say so only of what does the same when it is done twice, or once and a half.</remarks>
    public bool? Repeatable { get; init; }

    /// <summary>How long a step may take when its playbook does not say; null for no limit of its own.</summary>
    public TimeSpan? Timeout { get; init; } = DefaultTimeLimit;

    /// <summary>The parameter that names the variable which the step sets, or null when it sets none.</summary>
    public string? VariableParameter { get; init; }

    /// <summary>Whether it may set further variables, whose names are known only when it has run.</summary>
    public bool HasOpenVariables { get; init; }

    /// <summary>Whether it starts processes. A host can forbid that: see <see cref="PlaybookEngineOptions.AllowProcesses"/>.</summary>
    public bool StartsProcess { get; init; }

    /// <summary>The parameters whose values stand on a command line, where everybody on the machine can read them.</summary>
    /// <remarks>A step whose templates put a secret there fails before its handler is called, also when the secret came
    /// back as ordinary text, such as a program's output.</remarks>
    public IReadOnlyList<string> CommandLineParameters { get; init; } = [];

    /// <summary>The parameter that takes conditions, or null when none does. Declare it of the type <see cref="ParameterType.Any"/>.</summary>
    /// <remarks>
    /// In a playbook it is a condition or a list of them, each an expression as under <c>when</c>, or a map with <c>condition</c> and
    /// <c>message</c>. They are checked at planning. The handler is given a list with a map for each: <c>condition</c> (as it was
    /// written), <c>holds</c> (true or false), and, unless it holds, <c>message</c> (null when none was written) and <c>error</c>
    /// (why it could not be decided; null when it could).
    /// </remarks>
    public string? ConditionsParameter { get; init; }
}
