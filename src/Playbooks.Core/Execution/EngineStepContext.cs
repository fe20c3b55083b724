using Microsoft.Extensions.Logging;
using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>The context that the engine hands to a step handler for one attempt.</summary>
internal sealed class EngineStepContext(
    RunState run, EvaluationScope scope, PlannedStep step, StepAddress address, StepArguments arguments) : StepContext
{
    private volatile bool _abandoned;
    private Dictionary<string, object?>? _variables;

    public PlannedStep Step => step;

    public override string ExecutionId => run.ExecutionId;

    public override StepAddress Address => address;

    public override int Attempt => address.Attempt;

    public override StepArguments Arguments => arguments;

    public override bool IsCheck => run.IsCheck;

    public override string RootDirectory => run.RootDirectory;

    public override TimeProvider TimeProvider => run.TimeProvider;

    public override Redactor Redactor => run.Redactor;

    /// <summary>The variables that the handler has set; null when it has set none.</summary>
    public IReadOnlyDictionary<string, object?>? Variables
    {
        get
        {
            if (_variables is null)
            {
                return null;
            }

            lock (scope.Values)
            {
                // A thread that the handler left behind may still set variables.
                return new Dictionary<string, object?>(_variables, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Notes that the run goes on without the handler. Its later messages and variables are ignored.</summary>
    public void Abandon() => _abandoned = true;

    public override void Log(LogLevel level, string message)
    {
        if (_abandoned)
        {
            return;
        }

        string masked = run.Redactor.Mask(message);
        if (run.IsWatched(address.Depth))
        {
            run.Publish(new StepLogged
            {
                Timestamp = run.Clock.Now,
                Address = address,
                Level = level,
                Message = masked,
            });
        }

        EngineLog.StepSaid(run.Logger, level, run.ExecutionId, address, masked);
    }

    public override void ReportProgress(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_abandoned && run.IsWatched(address.Depth))
        {
            string masked = run.Redactor.Mask(message);
            run.Publish(new StepProgressed { Timestamp = run.Clock.Now, Address = address, Message = masked });
        }
    }

    public override void SetVariable(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_abandoned)
        {
            if (step.SecretOutputs.Length > 0)
            {
                ValueBounds.Check(value);
                value = SecretOutputs.HideVariable(step, name, value);
            }

            run.Redactor.AddAll(value);
            scope.Values.Set(name, value);
            lock (scope.Values)
            {
                // A handler may set variables from several threads.
                (_variables ??= new(StringComparer.Ordinal))[name] = value;
            }
        }
    }
}
