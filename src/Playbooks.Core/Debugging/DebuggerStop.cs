using Playbooks.Templates;

namespace Playbooks.Debugging;

/// <summary>A stop of the run before a step. The run goes on when one of the commands is called, once.</summary>
/// <remarks>
/// The run also goes on by itself: when it is cancelled, when a time limit above the step is over, and when the step is
/// skipped. Then the commands have no effect, except for <see cref="Abort"/>.
/// </remarks>
public sealed class DebuggerStop
{
    private readonly PendingStep _step;
    private readonly TaskCompletionSource<DebuggerCommand> _command
        = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Action _abort;

    internal DebuggerStop(PendingStep step, DebuggerStopReason reason, Action abort)
    {
        _step = step;
        _abort = abort;
        Reason = reason;
    }

    /// <summary>The reason of the stop.</summary>
    public DebuggerStopReason Reason { get; }

    /// <summary>The step that is about to begin.</summary>
    public StepAddress Address => _step.Address;

    /// <summary>The step, as planned.</summary>
    public PlannedStep Step => _step.Step;

    /// <summary>The parameters of the playbook that the step belongs to, secrets masked.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => _step.Redactor.Mask(Values.Parameters);

    /// <summary>The variables of that playbook, secrets masked.</summary>
    public IReadOnlyDictionary<string, object?> Variables => _step.Redactor.Mask(Values.Variables);

    /// <summary>
    /// The arguments that the step would get now, secrets masked. Empty for a loop as a whole: each iteration has its
    /// own.
    /// </summary>
    /// <exception cref="TemplateException">The arguments cannot be evaluated. Running the step would fail with this
    /// message.</exception>
    public IReadOnlyDictionary<string, object?> Arguments
    {
        get
        {
            if (IsWholeLoop)
            {
                return PlaybookValues.EmptyMap;
            }

            StepArguments arguments = ArgumentEvaluator.Evaluate(
                _step.Step, _step.Scope, _step.Overrides, _step.Redactor);
            return _step.Redactor.Mask(arguments);
        }
    }

    /// <summary>The item and the values of <c>loop</c>, in an iteration; null outside of loops.</summary>
    public IReadOnlyDictionary<string, object?>? Item => _step.Scope.Item is not LoopItem item
        ? null
        : _step.Redactor.Mask(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["item"] = item.Value,
            ["loop"] = item.Loop,
        });

    internal Task<DebuggerCommand> Command => _command.Task;

    /// <summary>True when the step does not wait here any more.</summary>
    internal bool IsOver => _command.Task.IsCompleted;

    private bool IsWholeLoop => _step.Step.ForEach is not null && Address.Key is null;

    private RunValues Values => _step.Scope.Values;

    /// <summary>Gets the outputs of a step of the same playbook, secrets masked; null when it has not run.</summary>
    /// <param name="step">One of <see cref="PlannedPlaybook.Steps"/>.</param>
    public IReadOnlyDictionary<string, object?>? OutputsOf(PlannedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Slot < Values.SlotCount && _step.Scope.OutputsOf(step.Slot) is { } outputs
            ? _step.Redactor.Mask(outputs)
            : null;
    }

    /// <summary>
    /// Changes a variable of the playbook, for this step and later ones. The change is not journalled: a resumed run
    /// does not have it.
    /// </summary>
    public void SetVariable(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _step.Redactor.AddAll(value);
        Values.Set(name, value);
    }

    /// <summary>
    /// Changes an argument of the step, for this run of it only. A value that does not fit fails the step.
    /// </summary>
    /// <exception cref="ArgumentException">The step has no parameter of that name.</exception>
    /// <exception cref="InvalidOperationException">The step is a loop as a whole: each iteration has its own
    /// arguments.</exception>
    public void SetArgument(string name, object? value)
    {
        if (IsWholeLoop)
        {
            throw new InvalidOperationException(
                $"Step '{_step.Step}' is a loop: set what its iterations are given at the stops before them.");
        }

        if (!_step.Step.Parameters.Any(parameter => parameter.Name == name))
        {
            string known = string.Join(", ", _step.Step.Parameters.Select(parameter => parameter.Name));
            throw new ArgumentException(
                $"Step '{_step.Step}' has no parameter '{name}'; it has: {known}", nameof(name));
        }

        (_step.Overrides ??= new(StringComparer.Ordinal))[name] = value;
    }

    /// <summary>Goes on to the next breakpoint.</summary>
    public void Continue() => Go(DebuggerCommand.Continue);

    /// <summary>Goes on to the next step, at any level.</summary>
    public void StepInto() => Go(DebuggerCommand.StepInto);

    /// <summary>Goes on to the next step that is not part of this one.</summary>
    public void StepOver() => Go(DebuggerCommand.StepOver);

    /// <summary>Goes on to the next step after the playbook, or the loop, that this one belongs to.</summary>
    public void StepOut() => Go(DebuggerCommand.StepOut);

    /// <summary>Skips the step, and stops at the next one.</summary>
    public void Skip() => Go(DebuggerCommand.Skip);

    /// <summary>
    /// Cancels the run. Neither this step nor any other begins, except for the steps under <c>finally</c>.
    /// </summary>
    /// <remarks>
    /// The steps under <c>finally</c> run without further stops, unless there is a breakpoint. At a stop among them,
    /// only that step is left out.
    /// </remarks>
    public void Abort() => Go(DebuggerCommand.Abort);

    /// <summary>Ends the stop: the step does not wait here any more.</summary>
    internal void Leave() => _command.TrySetCanceled(CancellationToken.None);

    /// <exception cref="InvalidOperationException">The run has gone on already.</exception>
    private void Go(DebuggerCommand command)
    {
        if (_command.TrySetResult(command))
        {
            return;
        }

        if (_command.Task.IsCanceled)
        {
            // The step has gone on by itself. The caller could not have known in time, so this is not an error.
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
