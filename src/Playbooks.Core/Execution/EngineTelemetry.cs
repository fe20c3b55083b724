using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Playbooks;

/// <summary>
/// The spans and measurements of runs, under the name <c>Playbooks</c>. They are made only when there is a listener.
/// </summary>
internal static class EngineTelemetry
{
    public const string Name = "Playbooks";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Runs
        = Meter.CreateCounter<long>("playbooks.runs", "{run}", "Runs that have ended.");

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "playbooks.steps", "{step}", "Steps that have ended, iterations and nested ones included.");

    private static readonly UpDownCounter<long> ActiveRuns
        = Meter.CreateUpDownCounter<long>("playbooks.runs.active", "{run}", "Runs under way.");

    private static readonly Histogram<double> RunDuration
        = Meter.CreateHistogram<double>("playbooks.run.duration", "s", "The duration of runs.");

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>(
        "playbooks.step.duration", "s", "The duration of steps, all attempts together.");

    /// <summary>True when there is a listener for spans.</summary>
    public static bool IsTraced => Source.HasListeners();

    public static Activity? StartRun(string playbook, string executionId)
    {
        ActiveRuns.Add(1, Tag("playbooks.playbook", playbook));
        Activity? activity = Source.HasListeners() ? Source.StartActivity($"run {playbook}") : null;
        activity?.SetTag("playbooks.execution.id", executionId).SetTag("playbooks.playbook", playbook);
        return activity;
    }

    public static void EndRun(Activity? activity, string playbook, ExecutionReport? report)
    {
        string status = report is null ? "refused" : SnakeCase.Of(report.Status);
        ActiveRuns.Add(-1, Tag("playbooks.playbook", playbook));
        Runs.Add(1, Tag("playbooks.playbook", playbook), Tag("playbooks.status", status));
        double duration = report?.Duration.TotalSeconds ?? 0;
        RunDuration.Record(duration, Tag("playbooks.playbook", playbook), Tag("playbooks.status", status));
        activity?.SetTag("playbooks.status", status);
        if (report is not { Status: ExecutionStatus.Completed })
        {
            activity?.SetStatus(ActivityStatusCode.Error, report?.Error);
        }
    }

    public static Activity? StartStep(RunState run, PlannedStep step, StepAddress address)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? activity = Source.StartActivity($"step {step.Step.Type}");
        return activity?
            .SetTag("playbooks.execution.id", run.ExecutionId)
            .SetTag("playbooks.step.address", address.ToString())
            .SetTag("playbooks.step.type", step.Step.Type);
    }

    public static void EndStep(Activity? activity, StepReport report)
    {
        if (activity is not null)
        {
            activity
                .SetTag("playbooks.step.attempts", report.Attempts)
                .SetTag("playbooks.status", SnakeCase.Of(report.Status));
            if (report.Status == StepStatus.Failed)
            {
                activity.SetStatus(ActivityStatusCode.Error, report.Error);
            }
        }

        if (Steps.Enabled)
        {
            Steps.Add(1, Tag("playbooks.step.type", report.Type), Tag("playbooks.status", SnakeCase.Of(report.Status)));
        }

        if (StepDuration.Enabled)
        {
            StepDuration.Record(
                report.Duration.TotalSeconds,
                Tag("playbooks.step.type", report.Type),
                Tag("playbooks.status", SnakeCase.Of(report.Status)));
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
