namespace Playbooks.Debugging;

/// <summary>Stops a run before steps, so that it can be looked at and changed. Parallel steps stop one after the other.</summary>
/// <example>
/// <code>
/// PlaybookRun run = engine.CreateRun(plan);
/// PlaybookDebugger debugger = run.Debug();
/// debugger.AddBreakpoint("deploy/restart");
/// Task&lt;ExecutionReport&gt; completion = run.RunAsync();
/// while (await debugger.NextStopAsync() is DebuggerStop stop)
/// {
///     Console.WriteLine($"{stop.Address}: {PlaybookValues.ToText(stop.Arguments)}");
///     stop.Continue();
/// }
///
/// ExecutionReport report = await completion;
/// </code>
/// </example>
public sealed class PlaybookDebugger
{
    private readonly DebuggerGate _gate;

    internal PlaybookDebugger(DebuggerGate gate) => _gate = gate;

    /// <summary>Whether it stops before the first step; true by default.</summary>
    public bool StopAtStart
    {
        get => _gate.StopAtStart;
        set => _gate.StopAtStart = value;
    }

    /// <summary>The addresses before which it stops, in ordinal order.</summary>
    public IReadOnlyCollection<string> Breakpoints => _gate.Breakpoints;

    /// <summary>Stops before that step, whenever it comes to it.</summary>
    /// <param name="address">Such as <c>deploy/restart</c>. Without an attempt it means all attempts; an iteration that is not named means all: <c>every/wait</c> stops in each of them, and <c>every</c> once, before the loop.</param>
    /// <exception cref="ArgumentException">That is no address, or it names an attempt of the step itself: it is held up before the first one only.</exception>
    public void AddBreakpoint(string address) => _gate.Add(Breakpoint.Parse(address));

    /// <summary>Does not stop there any more.</summary>
    /// <returns>Whether it did.</returns>
    /// <exception cref="ArgumentException">That is no address, or it names an attempt.</exception>
    public bool RemoveBreakpoint(string address) => _gate.Remove(Breakpoint.Parse(address));

    /// <summary>Waits until the run stops, and says where; null when it has ended.</summary>
    /// <exception cref="OperationCanceledException">The token fired. The run waits on, and the next call gives the same stop.</exception>
    public ValueTask<DebuggerStop?> NextStopAsync(CancellationToken cancellationToken = default) => _gate.NextStopAsync(cancellationToken);
}
