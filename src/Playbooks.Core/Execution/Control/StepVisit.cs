using Playbooks.Templates;

namespace Playbooks;

/// <summary>A step about to begin, as those see it who may hold it up.</summary>
internal sealed class StepVisit(PlannedStep step, EvaluationScope scope, StepAddress address, Redactor redactor)
{
    private readonly TaskCompletionSource _skipped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PlannedStep Step => step;

    public EvaluationScope Scope => scope;

    public StepAddress Address => address;

    public Redactor Redactor => redactor;

    /// <summary>What the step is given in place of what its playbook says; null for nothing.</summary>
    public Dictionary<string, object?>? Arguments { get; set; }

    /// <summary>Ends when it is not to be run.</summary>
    public Task Skipped => _skipped.Task;

    public bool IsSkipped => _skipped.Task.IsCompleted;

    public void Skip() => _skipped.TrySetResult();
}
