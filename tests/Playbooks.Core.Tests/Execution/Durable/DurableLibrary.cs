using System.Collections.Concurrent;
using Playbooks.Storage;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>A library whose runs are journalled, and whose process can die: then a second engine, which shares nothing but the store, goes on.</summary>
internal sealed class DurableLibrary : IDisposable
{
    private readonly TemporaryLibrary _library;

    public DurableLibrary(TestClock? clock = null)
    {
        Clock = clock ?? new TestClock();
        _library = new TemporaryLibrary(Clock);
        Store = new InMemoryExecutionStore();
        Log = new ConcurrentQueue<string>();
    }

    public TestClock Clock { get; }

    public InMemoryExecutionStore Store { get; }

    /// <summary>The steps <c>test.do</c> and <c>test.look</c> that ran, over all lives.</summary>
    public ConcurrentQueue<string> Log { get; }

    /// <summary>What a step of the library does beside noting its run.</summary>
    public Func<StepContext, StepResult>? Does { get; set; }

    public PlaybookEngineOptions Options { get; set; } = new();

    public DurableLibrary Write(string path, string yaml)
    {
        _library.Write(path, yaml);
        return this;
    }

    public string FullPath(string path) => _library.FullPath(path);

    public async Task VerifyAsync(params string[] paths)
    {
        foreach (string path in paths)
        {
            await Engine(withStore: false).VerifyAsync(path, new Verification { By = "test" });
        }
    }

    /// <summary>An engine, as a process of its own would have.</summary>
    public PlaybookEngine Engine(IExecutionStore? store = null, bool withStore = true) => new(_library.Library, Options with
    {
        ExecutionStore = withStore ? store ?? Store : null,
        Steps = [Step("test.do", StepEffect.Mutating), Step("test.look", StepEffect.ReadOnly), .. Options.Steps],
    });

    public async Task<PlaybookRun> CreateRunAsync(IReadOnlyDictionary<string, object?>? parameters = null, IExecutionStore? store = null, string path = "root.yaml")
    {
        PlaybookEngine engine = Engine(store);
        return engine.CreateRun((await engine.PlanAsync(path)).EnsurePlanned(), parameters);
    }

    /// <summary>A whole run of <c>root.yaml</c>.</summary>
    public async Task<ExecutionReport> RunAsync(IReadOnlyDictionary<string, object?>? parameters = null, IExecutionStore? store = null)
        => await (await CreateRunAsync(parameters, store)).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The store of a process that dies when that becomes true: from there on nothing that it asks is answered.</summary>
    public (StoreWrapper Store, Task Died) DyingStore(Func<string, int, bool> when)
    {
        TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StoreWrapper store = new(Store)
        {
            Before = async (call, number) =>
            {
                if (died.Task.IsCompleted || when(call, number))
                {
                    died.TrySetResult();
                    await new TaskCompletionSource().Task;
                }
            },
        };
        return (store, died.Task);
    }

    /// <summary>Lets a run die at its n-th append, before or after it was written, and with it all that is under way.</summary>
    /// <returns>Its id; null when it has fewer appends and came to its end.</returns>
    public async Task<string?> DieAtAsync(int append, bool afterWriting, IReadOnlyDictionary<string, object?>? parameters = null)
    {
        StoreWrapper? store = null;
        (store, Task died) = DyingStore((call, number) => afterWriting
            ? (call == "append" && number == append + 1) || (call == "complete" && store!.Appends == append)
            : call == "append" && number == append);
        PlaybookRun run = await CreateRunAsync(parameters, store);
        Task<ExecutionReport> completion = run.RunAsync();
        Task first = await Task.WhenAny(completion, died).WaitAsync(HangGuard.Time, TestContext.Current.CancellationToken);
        return first == completion ? null : run.ExecutionId;
    }

    /// <summary>Lets the lease of a dead process expire and carries its run on, saying that whatever is in doubt is to be run again.</summary>
    public async Task<ExecutionReport> ResumeAsync(string executionId, ResumeOptions? options = null)
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        PlaybookRun run;
        try
        {
            run = await Engine().ResumeAsync(executionId, options);
        }
        catch (RunInDoubtException doubt)
        {
            run = await Engine().ResumeAsync(executionId, (options ?? new()) with { Decisions = doubt.Addresses.ToDictionary(address => address, _ => StepDecision.RunAgain) });
        }

        return await run.RunAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _library.Dispose();

    /// <summary>Notes its run; fails when its <c>value</c> is <c>fail</c>, at the first attempt only when it is <c>fail once</c>; otherwise gives it back.</summary>
    private LambdaStep Step(string type, StepEffect effect) => new(type, context =>
    {
        Log.Enqueue(context.Address.ToString());
        if (Does?.Invoke(context) is StepResult result)
        {
            return result;
        }

        object? value = context.Arguments.GetValueOrDefault("value");
        return value is "fail" || (value is "fail once" && context.Attempt == 1)
            ? StepResult.Failed("as it was told to", new Dictionary<string, object?> { ["value"] = value })
            : StepResult.Completed(new Dictionary<string, object?> { ["value"] = value });
    })
    {
        Definition = new() { Type = type, Description = "Notes that it ran.", Parameters = [new() { Name = "value", Type = ParameterType.Any }], HasOpenOutputs = true, HasOpenVariables = true, Effect = effect },
    };
}
