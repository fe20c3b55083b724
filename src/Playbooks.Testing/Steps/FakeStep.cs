namespace Playbooks.Testing;

/// <summary>
/// A step type that replaces a real one. Planning checks the same parameters, and the test decides the results.
/// </summary>
/// <remarks>
/// Each call takes the next answer; the last one answers all further calls. A fake without answers completes without
/// outputs. Safe for steps that run at the same time.
/// </remarks>
/// <example>
/// <code>
/// FakeStep http = FakeStep.Of("http.request")
///     .Fails("503 Service Unavailable")
///     .Gives("""{ "status": 200, "json": { "token": "t-1" } }""");
/// FakeStep ansible = FakeStep.Of(new AnsibleRunStep()).Gives("""{ "changed_count": 2 }""");
/// </code>
/// </example>
public sealed class FakeStep : IStepHandler
{
    private readonly Lock _guard = new();
    private readonly List<Func<StepContext, StepResult>> _answers = [];
    private readonly List<FakeStepCall> _calls = [];
    private TimeSpan _duration;

    /// <summary>Creates a fake of the step type with that definition.</summary>
    public FakeStep(StepDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
    }

    /// <inheritdoc/>
    public StepDefinition Definition { get; }

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<FakeStepCall> Calls
    {
        get
        {
            lock (_guard)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>
    /// Creates a fake of a built-in step type, such as <c>http.request</c> or <c>utility.command</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public static FakeStep Of(string builtInType)
    {
        StepDefinition[] builtIn = [.. new TestPlaybooks().CreateEngine().StepTypes];
        string known = string.Join(", ", builtIn.Select(one => one.Type));
        StepDefinition? definition = Array.Find(builtIn, one => one.Type == builtInType);
        string problem = $"There is no built-in step type '{builtInType}', only {known}";
        return new FakeStep(definition ?? throw new ArgumentException(problem, nameof(builtInType)));
    }

    /// <summary>Creates a fake of any step type. Only the definition of the real handler is used.</summary>
    public static FakeStep Of(IStepHandler real)
    {
        ArgumentNullException.ThrowIfNull(real);
        return new FakeStep(real.Definition);
    }

    /// <summary>Lets the next call complete with these outputs.</summary>
    /// <param name="json">The outputs as a JSON object.</param>
    /// <exception cref="ArgumentException">The text is not a JSON object, or the real step type has no such
    /// output.</exception>
    public FakeStep Gives(string json) => Gives(PlainValue.Parse(json));

    /// <summary>Lets the next call complete with these outputs.</summary>
    /// <exception cref="ArgumentException">The real step type has no such output.</exception>
    public FakeStep Gives(IReadOnlyDictionary<string, object?> outputs)
        => Answers(Checked(StepResult.Completed(PlainValue.Map(outputs))));

    /// <summary>Lets the next call fail.</summary>
    /// <param name="error">The step's error.</param>
    /// <param name="json">The outputs of the failed step, as a JSON object; null for none.</param>
    /// <exception cref="ArgumentException">The text is not a JSON object, or the real step type has no such
    /// output.</exception>
    public FakeStep Fails(string error, string? json = null)
        => Answers(Checked(StepResult.Failed(error, json is null ? null : PlainValue.Parse(json))));

    /// <summary>
    /// Lets a function answer the next call, for example by the step's arguments. It may throw, as a handler may.
    /// </summary>
    public FakeStep Answers(Func<StepContext, StepResult> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_guard)
        {
            _answers.Add(answer);
        }

        return this;
    }

    /// <summary>Lets every call take that long by the clock of its run.</summary>
    /// <remarks>
    /// With a <see cref="TestClock"/> this takes no real time. A call that takes longer than the time limit of its step
    /// times out.
    /// </remarks>
    public FakeStep Takes(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        _duration = duration;
        return this;
    }

    /// <inheritdoc/>
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        Func<StepContext, StepResult>? answer;
        lock (_guard)
        {
            answer = _answers.Count == 0 ? null : _answers[Math.Min(_calls.Count, _answers.Count - 1)];
            _calls.Add(new FakeStepCall(context.Address, context.Arguments, context.IsCheck));
        }

        if (_duration > TimeSpan.Zero)
        {
            await Task.Delay(_duration, context.TimeProvider, cancellationToken).ConfigureAwait(false);
            // A time limit that is due earlier has fired its token by now, even if its effects do not show yet.
            cancellationToken.ThrowIfCancellationRequested();
        }

        return answer is null ? StepResult.Completed() : Checked(answer(context));
    }

    private FakeStep Answers(StepResult result) => Answers(_ => result);

    /// <summary>Finds outputs that the real step type never gives.</summary>
    private StepResult Checked(StepResult result)
    {
        string? unknown = Definition.HasOpenOutputs
            ? null
            : result.Outputs.Keys.FirstOrDefault(name => Definition.Outputs.All(output => output.Name != name));
        string known = string.Join(", ", Definition.Outputs.Select(output => output.Name));
        string problem = $"'{Definition.Type}' has no output '{unknown}', only: {known}";
        return unknown is null ? result : throw new ArgumentException(problem, nameof(result));
    }
}
