using System.Diagnostics;

namespace Playbooks;

/// <summary>What is told of one step run: its events, its span, its report. What nobody watches is not made.</summary>
internal readonly struct StepObservation : IDisposable
{
    private readonly RunState _run;
    private readonly PlannedStep _step;
    private readonly StepAddress _address;
    private readonly long _start;
    private readonly Activity? _activity;

    /// <param name="start">When it began, as a timestamp of the clock.</param>
    public StepObservation(RunState run, PlannedStep step, StepAddress address, long start)
    {
        _run = run;
        _step = step;
        _address = address;
        _start = start;
        _activity = EngineTelemetry.StartStep(run, step, address);
    }

    /// <summary>When it began, as a timestamp of the clock.</summary>
    public long Start => _start;

    /// <summary>The step is about to begin.</summary>
    public void Begin()
    {
        if (_run.IsWatched(_address.Depth))
        {
            _run.Publish(new StepStarted { Timestamp = _run.Clock.At(_start), Address = _address, Step = _step });
        }
    }

    /// <summary>The step has ended so.</summary>
    public void End(StepReport report)
    {
        if (_run.IsWatched(_address.Depth))
        {
            _run.Publish(new StepFinished { Timestamp = report.StartedAt + report.Duration ?? _run.Clock.Now, Address = _address, Report = report });
        }
    }

    /// <param name="outcome">What became of it.</param>
    /// <param name="end">When it ended, as a timestamp of the clock.</param>
    public StepReport Report(in StepOutcome outcome, long end)
    {
        Storage.JournalEntry? earlier = outcome.Details?.Journalled;
        StepReport report = new()
        {
            Name = _step.Step.Name,
            Type = _step.Step.Type,
            Address = _address,
            Status = outcome.Status,
            Attempts = outcome.Attempts,
            StartedAt = earlier is not null ? earlier.StartedAt : outcome.Status == StepStatus.Pending ? null : _run.Clock.At(_start),
            Duration = earlier is not null ? earlier.Duration : _run.Clock.Between(_start, end),
            Outputs = earlier is not null ? JournalValues.Show(earlier.Outputs) : Masked(outcome.Outputs),
            Error = outcome.Error is null ? null : _run.Redactor.Mask(outcome.Error),
            TimedOut = outcome.TimedOut,
            Nested = outcome.Details?.Nested,
            Iterations = outcome.Details?.Iterations,
        };
        if (report.Status == StepStatus.Failed)
        {
            EngineLog.StepFailed(_run.Logger, _run.ExecutionId, _address, report.Error!);
        }

        EngineTelemetry.EndStep(_activity, report);
        return report;
    }

    private IReadOnlyDictionary<string, object?> Masked(IReadOnlyDictionary<string, object?> outputs)
        => outputs is NestedOutputs nested ? nested.Masked(_run.Redactor) : PlaybookValues.IsEmpty(outputs) ? outputs : _run.Redactor.Mask(outputs);

    public void Dispose() => _activity?.Dispose();
}
