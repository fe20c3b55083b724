using Playbooks.Templates;

namespace Playbooks;

/// <summary>A step that waits for permission to begin, as a pause or a debugger sees it.</summary>
internal sealed class PendingStep(PlannedStep step, EvaluationScope scope, StepAddress address, Redactor redactor)
{
    private readonly TaskCompletionSource _skipped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PlannedStep Step => step;

    public EvaluationScope Scope => scope;

    public StepAddress Address => address;

    public Redactor Redactor => redactor;

    /// <summary>Argument values that replace those of the playbook; null for none.</summary>
    public Dictionary<string, object?>? Overrides { get; set; }

    /// <summary>Completes when the step must not be run.</summary>
    public Task Skipped => _skipped.Task;

    public bool IsSkipped => _skipped.Task.IsCompleted;

    public void Skip() => _skipped.TrySetResult();
}
