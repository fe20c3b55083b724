using Microsoft.Extensions.Logging;

namespace Playbooks.Testing;

/// <summary>
/// The context of a step for the unit test of its handler. It keeps the handler's log, progress and variables.
/// </summary>
/// <example>
/// <code>
/// Dictionary&lt;string, object?&gt; arguments = new() { ["who"] = "world" };
/// TestStepContext context = await TestStepContext.ForAsync(step, arguments);
/// StepResult result = await step.ExecuteAsync(context, CancellationToken.None);
/// </code>
/// </example>
public sealed class TestStepContext : StepContext
{
    private readonly Lock _guard = new();
    private readonly List<string> _log = [];
    private readonly List<string> _progress = [];
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);

    private TestStepContext(
        StepArguments arguments, bool isCheck, StepAddress address, string rootDirectory, TimeProvider clock)
    {
        Arguments = arguments;
        Redactor.AddAll(arguments);
        IsCheck = isCheck;
        Address = address;
        RootDirectory = rootDirectory;
        TimeProvider = clock;
    }

    /// <inheritdoc/>
    public override string ExecutionId => "test";

    /// <inheritdoc/>
    public override StepAddress Address { get; }

    /// <inheritdoc/>
    public override int Attempt => Address.Attempt;

    /// <inheritdoc/>
    public override StepArguments Arguments { get; }

    /// <inheritdoc/>
    public override bool IsCheck { get; }

    /// <inheritdoc/>
    public override string RootDirectory { get; }

    /// <inheritdoc/>
    public override TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    public override Redactor Redactor { get; } = new();

    /// <summary>
    /// The log lines, each with its level, such as <c>Warning: nobody is there</c>. Unlike the engine, the context does
    /// not mask secrets in them.
    /// </summary>
    public IReadOnlyList<string> LogLines => Snapshot(_log);

    /// <summary>The progress messages.</summary>
    public IReadOnlyList<string> Progress => Snapshot(_progress);

    /// <summary>The variables that the handler has set.</summary>
    public IReadOnlyDictionary<string, object?> Variables
    {
        get
        {
            lock (_guard)
            {
                return new Dictionary<string, object?>(_variables, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Creates a context for that handler. The engine checks and converts the arguments as in a run.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="arguments">The arguments, by name.</param>
    /// <param name="isCheck">True for a run that only predicts.</param>
    /// <param name="address">The address of the step, with its attempt.</param>
    /// <param name="rootDirectory">The folder at which relative paths start; by default that of the test's
    /// program.</param>
    /// <param name="timeProvider">The clock; a <see cref="TestClock"/> by default.</param>
    /// <exception cref="ArgumentException">The arguments do not fit the parameters of the step type.</exception>
    public static async Task<TestStepContext> ForAsync(
        IStepHandler handler,
        IReadOnlyDictionary<string, object?>? arguments = null,
        bool isCheck = false,
        string address = "step",
        string? rootDirectory = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        StepAddress place = StepAddress.TryParse(address, out StepAddress? parsed)
            ? parsed
            : throw new ArgumentException($"'{address}' is not the address of a step", nameof(address));
        string root = Path.GetFullPath(rootDirectory ?? AppContext.BaseDirectory);
        arguments ??= new Dictionary<string, object?>();
        StepArguments bound = await BindAsync(handler.Definition, arguments, root).ConfigureAwait(false);
        return new TestStepContext(bound, isCheck, place, root, timeProvider ?? new TestClock());
    }

    /// <inheritdoc/>
    public override void Log(LogLevel level, string message)
    {
        lock (_guard)
        {
            _log.Add($"{level}: {message}");
        }
    }

    /// <inheritdoc/>
    public override void ReportProgress(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_guard)
        {
            _progress.Add(message);
        }
    }

    /// <inheritdoc/>
    public override void SetVariable(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_guard)
        {
            _variables[name] = value;
        }
    }

    /// <summary>Binds the arguments with the engine: it runs a playbook whose one step is a fake.</summary>
    private static async Task<StepArguments> BindAsync(
        StepDefinition definition, IReadOnlyDictionary<string, object?> arguments, string rootDirectory)
    {
        FakeStep probe = new(definition with { VariableParameter = null });
        string type = PlaybookValues.ToJson(definition.Type);
        IEnumerable<string> given = arguments
            .Select(entry => $"{PlaybookValues.ToJson(entry.Key)}: {Source(definition, entry.Key, entry.Value)}");
        string yaml = $$"""
            name: "Arguments"
            parameters: [{ name: given, type: dict, required: true }]
            steps: [{ id: step, type: {{type}}, parameters: { {{string.Join(", ", given)}} } }]
            """;
        try
        {
            Dictionary<string, object?> parameters = new() { ["given"] = PlainValue.Map(arguments) };
            ExecutionReport report = await new TestPlaybooks { RootDirectory = rootDirectory }
                .Add("arguments.yaml", yaml).Use(probe).RunAsync("arguments.yaml", parameters).ConfigureAwait(false);
            return probe.Calls is [FakeStepCall call]
                ? call.Arguments
                : throw new ArgumentException(report.Error, nameof(arguments));
        }
        catch (PlaybookInvalidException exception)
        {
            IEnumerable<string> problems = exception.Diagnostics
                .Select(problem => $"{problem.Message}. {problem.Hint}".TrimEnd());
            throw new ArgumentException(string.Join("; ", problems), nameof(arguments), exception);
        }
    }

    /// <summary>
    /// Writes an argument for that playbook: conditions unchanged, because planning reads them, and others as a
    /// reference.
    /// </summary>
    private static string Source(StepDefinition definition, string name, object? value)
        => name == definition.ConditionsParameter
            ? PlaybookValues.ToJson(PlainValue.Of(value))
            : PlaybookValues.ToJson($"{{{{ parameter.given.{name} }}}}");

    private IReadOnlyList<string> Snapshot(List<string> lines)
    {
        lock (_guard)
        {
            return [.. lines];
        }
    }
}
