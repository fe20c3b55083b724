using Playbooks.Templates;

namespace Playbooks.Debugging;

/// <summary>The run waits before a step. It goes on when one of the methods that say how is called, once.</summary>
/// <remarks>
/// It also goes on by itself: when it is cancelled, when a time limit above the step is over, and when somebody skips the step. The methods
/// have no effect then, but for <see cref="Abort"/>.
/// </remarks>
public sealed class DebuggerStop
{
    private readonly PendingStep _step;
    private readonly TaskCompletionSource<DebuggerCommand> _command = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Action _abort;

    internal DebuggerStop(PendingStep step, DebuggerStopReason reason, Action abort)
    {
        _step = step;
        _abort = abort;
        Reason = reason;
    }

    /// <summary>Why it stopped here.</summary>
    public DebuggerStopReason Reason { get; }

    /// <summary>The step that is about to begin.</summary>
    public StepAddress Address => _step.Address;

    /// <summary>What is known of it.</summary>
    public PlannedStep Step => _step.Step;

    /// <summary>The parameters of the playbook that the step belongs to, secrets masked.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => _step.Redactor.Mask(Values.Parameters);

    /// <summary>That playbook's variables, secrets masked.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _step.Redactor.Mask(Values.Variables);

    /// <summary>What the step would be given now, secrets masked. Nothing for a loop as a whole: each iteration has its own.</summary>
    /// <exception cref="TemplateException">It cannot be had: running the step would fail with this message.</exception>
    public IReadOnlyDictionary<string, object?> Arguments
    {
        get
        {
            if (IsWholeLoop)
            {
                return PlaybookValues.EmptyMap;
            }

            return _step.Redactor.Mask(ArgumentEvaluator.Evaluate(_step.Step, _step.Scope, _step.Overrides, _step.Redactor));
        }
    }

    /// <summary>The item and the loop's figures, in an iteration; null outside of loops.</summary>
    public IReadOnlyDictionary<string, object?>? Item => _step.Scope.Item is not LoopItem item
        ? null
        : _step.Redactor.Mask(new Dictionary<string, object?>(StringComparer.Ordinal) { ["item"] = item.Value, ["loop"] = item.Loop });

    internal Task<DebuggerCommand> Command => _command.Task;

    /// <summary>Whether nothing waits here any more.</summary>
    internal bool IsOver => _command.Task.IsCompleted;

    private bool IsWholeLoop => _step.Step.ForEach is not null && Address.Key is null;

    private RunValues Values => _step.Scope.Values;

    /// <summary>What a step of the same playbook has given, secrets masked; null when it has not run.</summary>
    /// <param name="step">One of <see cref="PlannedPlaybook.Steps"/>.</param>
    public IReadOnlyDictionary<string, object?>? OutputsOf(PlannedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Slot < Values.SlotCount && _step.Scope.OutputsOf(step.Slot) is { } outputs ? _step.Redactor.Mask(outputs) : null;
    }

    /// <summary>Changes a variable of the playbook, for this step and those after it. It is not journalled: a run that is resumed does not know it.</summary>
    public void SetVariable(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _step.Redactor.AddAll(value);
        Values.Set(name, value);
    }

    /// <summary>Changes what the step is given, this once. A value that does not fit fails the step.</summary>
    /// <exception cref="ArgumentException">It takes nothing of that name.</exception>
    /// <exception cref="InvalidOperationException">It is a loop as a whole: each iteration is given its own.</exception>
    public void SetArgument(string name, object? value)
    {
        if (IsWholeLoop)
        {
            throw new InvalidOperationException($"Step '{_step.Step}' is a loop: set what its iterations are given at the stops before them.");
        }

        if (!_step.Step.Parameters.Any(parameter => parameter.Name == name))
        {
            throw new ArgumentException($"Step '{_step.Step}' has no parameter '{name}'; it has: {string.Join(", ", _step.Step.Parameters.Select(parameter => parameter.Name))}", nameof(name));
        }

        (_step.Overrides ??= new(StringComparer.Ordinal))[name] = value;
    }

    /// <summary>Goes on to the next breakpoint.</summary>
    public void Continue() => Go(DebuggerCommand.Continue);

    /// <summary>Goes on to the next step, wherever it is.</summary>
    public void StepInto() => Go(DebuggerCommand.StepInto);

    /// <summary>Goes on to the next step that is no part of this one.</summary>
    public void StepOver() => Go(DebuggerCommand.StepOver);

    /// <summary>Goes on to the next step after the playbook, or the loop, that this one belongs to.</summary>
    public void StepOut() => Go(DebuggerCommand.StepOut);

    /// <summary>Does not run the step, and stops at the next one.</summary>
    public void Skip() => Go(DebuggerCommand.Skip);

    /// <summary>Cancels the run: this step is not begun, nor is any other but those under <c>finally</c>.</summary>
    /// <remarks>Those run without further stops, unless there is a breakpoint. At a stop among them, only that step is left out.</remarks>
    public void Abort() => Go(DebuggerCommand.Abort);

    /// <summary>Nothing waits here any more, whatever the reason.</summary>
    internal void Leave() => _command.TrySetCanceled(CancellationToken.None);

    /// <exception cref="InvalidOperationException">It has gone on already.</exception>
    private void Go(DebuggerCommand command)
    {
        if (_command.TrySetResult(command))
        {
            return;
        }

        if (_command.Task.IsCanceled)
        {
            // What waited has gone on by itself: nobody could have known in time.
            if (command == DebuggerCommand.Abort)
            {
                _abort();
            }
        }
        else
        {
            throw new InvalidOperationException($"The run has gone on from '{Address}' already.");
        }
    }
}
