namespace Playbooks.Debugging;

/// <summary>
/// Stops a run before steps, so that it can be inspected and changed. Parallel steps stop one after the other.
/// </summary>
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

    /// <summary>Lets the debugger stop before the first step; true by default.</summary>
    public bool StopAtStart
    {
        get => _gate.StopAtStart;
        set => _gate.StopAtStart = value;
    }

    /// <summary>The addresses before which the debugger stops, in ordinal order.</summary>
    public IReadOnlyCollection<string> Breakpoints => _gate.Breakpoints;

    /// <summary>Adds a breakpoint: the debugger stops each time before that step.</summary>
    /// <param name="address">The step's address, such as <c>deploy/restart</c>. An address without an attempt matches
    /// all attempts, and one without an iteration all iterations: <c>every/wait</c> stops in each of them, and
    /// <c>every</c> once, before the loop.</param>
    /// <exception cref="ArgumentException">The text is not an address, or it names an attempt of the step itself: the
    /// debugger stops only before the first one.</exception>
    public void AddBreakpoint(string address) => _gate.Add(Breakpoint.Parse(address));

    /// <summary>Removes a breakpoint.</summary>
    /// <returns>True when there was such a breakpoint.</returns>
    /// <exception cref="ArgumentException">The text is not an address, or it names an attempt.</exception>
    public bool RemoveBreakpoint(string address) => _gate.Remove(Breakpoint.Parse(address));

    /// <summary>Waits for the next stop of the run; null when the run has ended.</summary>
    /// <exception cref="OperationCanceledException">The token fired. The run still waits, and the next call gives the
    /// same stop.</exception>
    public ValueTask<DebuggerStop?> NextStopAsync(CancellationToken cancellationToken = default)
        => _gate.NextStopAsync(cancellationToken);
}
