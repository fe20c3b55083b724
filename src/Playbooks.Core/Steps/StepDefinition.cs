namespace Playbooks;

/// <summary>The definition of a step type: its parameters, its outputs and its effect.</summary>
public sealed record StepDefinition
{
    /// <summary>The default time limit of a step type: 300 seconds.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(300);

    /// <summary>The name used in playbooks: a family, a dot and a verb, such as <c>http.request</c>.</summary>
    public required string Type { get; init; }

    /// <summary>A sentence that describes the step type.</summary>
    public required string Description { get; init; }

    /// <summary>The parameters. Planning rejects any other.</summary>
    public IReadOnlyList<PlaybookParameter> Parameters { get; init; } = [];

    /// <summary>The outputs that later steps can use.</summary>
    public IReadOnlyList<StepOutput> Outputs { get; init; } = [];

    /// <summary>True when it may have further outputs, whose names are known only after it has run.</summary>
    public bool HasOpenOutputs { get; init; }

    /// <summary>The effect outside the run. An unknown effect is never shown as safe.</summary>
    public StepEffect Effect { get; init; } = StepEffect.Unknown;

    /// <summary>Gets the effect for the given constants, where it depends on them; null when it does not.</summary>
    /// <remarks>The argument has the constant parameters by name. Parameters from templates are missing.</remarks>
    public Func<IReadOnlyDictionary<string, object?>, StepEffect>? EffectOf { get; init; }

    /// <summary>True when the handler respects <see cref="StepContext.IsCheck"/> and then only predicts.</summary>
    /// <remarks>In check mode, steps without this are skipped unless they are read-only.</remarks>
    public bool SupportsCheck { get; init; }

    /// <summary>
    /// True when a resumed run may repeat an interrupted step; null, the default, when it may if the step is read-only.
    /// </summary>
    /// <remarks>
    /// Set it only if repeating the step, even after a part of it was done, has the same effect as one run.
    /// </remarks>
    public bool? Repeatable { get; init; }

    /// <summary>The time limit of a step whose playbook sets none; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; } = DefaultTimeLimit;

    /// <summary>The parameter with the name of the variable that the step sets; null when it sets none.</summary>
    public string? VariableParameter { get; init; }

    /// <summary>True when it may set further variables, whose names are known only after it has run.</summary>
    public bool HasOpenVariables { get; init; }

    /// <summary>
    /// True when it starts processes. A host can forbid that: see <see cref="PlaybookEngineOptions.AllowProcesses"/>.
    /// </summary>
    public bool StartsProcess { get; init; }

    /// <summary>
    /// The parameters whose values appear on a command line, where anybody on the machine can read them.
    /// </summary>
    /// <remarks>
    /// A step fails before its handler is called when its templates put a secret there, also when the secret came
    /// back as ordinary text, such as a program's output.
    /// </remarks>
    public IReadOnlyList<string> CommandLineParameters { get; init; } = [];

    /// <summary>
    /// The parameter that takes conditions; null when there is none. Declare it of the type
    /// <see cref="ParameterType.Any"/>.
    /// </summary>
    /// <remarks>
    /// In a playbook, it is a condition or a list of conditions. Each is an expression as under <c>when</c>, or a map
    /// with <c>condition</c> and <c>message</c>. Planning checks them. The handler gets a list with a map for each:
    /// <c>condition</c> (as written), <c>holds</c> (true or false), and, if it does not hold, <c>message</c> (null when
    /// none was written) and <c>error</c> (the reason why it could not be decided; null when it could).
    /// </remarks>
    public string? ConditionsParameter { get; init; }
}
