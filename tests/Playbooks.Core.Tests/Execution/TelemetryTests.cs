using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Playbooks.Tests.Execution;

/// <summary>What others hear of runs through System.Diagnostics. Listeners hear every run of this process, so each test looks at its own.</summary>
public sealed class TelemetryTests
{
    private readonly RecordingStep _record = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_Nest_AreLinkedAsItsStepsAre()
    {
        using TemporaryLibrary library = await NestAsync();
        using Spans spans = new();
        using Activity caller = new Activity("caller").Start();

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: every, type: playbook.run, for_each: [a, b, c], max_parallel: 3, parameters: { playbook: child.yaml } }
            - { id: bad, type: utility.fail, retry_count: 1, retry_delay: 0, parameters: { message: broken } }
            """, atTheEnd: "- { id: tidy, type: test.record }"));

        Activity[] own = spans.Of(report.ExecutionId);
        Activity run = own.Single(span => span.OperationName == "run root.yaml");
        run.Parent.ShouldBe(caller);
        run.ParentSpanId.ShouldBe(caller.SpanId);
        own.ShouldAllBe(span => span.TraceId == caller.TraceId);
        Dictionary<string, Activity> steps = own.Where(span => span != run).ToDictionary(span => (string)span.GetTagItem("playbooks.step.address")!, StringComparer.Ordinal);
        steps.Keys.Order(StringComparer.Ordinal).ShouldBe(["bad", "every", "every[a]", "every[a]/one", "every[b]", "every[b]/one", "every[c]", "every[c]/one", "tidy"]);
        foreach ((string address, Activity step) in steps)
        {
            string above = address.EndsWith("/one", StringComparison.Ordinal) ? address[..^4] : address.Contains('[', StringComparison.Ordinal) ? "every" : "";
            step.ParentSpanId.ShouldBe(above.Length == 0 ? run.SpanId : steps[above].SpanId, address);
        }

        Activity.Current.ShouldBe(caller);
    }

    [Fact]
    public async Task Spans_Step_SaysWhatBecameOfIt()
    {
        using TemporaryLibrary library = await NestAsync();
        using Spans spans = new();

        ExecutionReport report = await library.RunAsync(
            Some.Playbook("""
                - { id: good, type: test.record }
                - { id: no, type: test.record, when: "false" }
                - { id: bad, type: utility.fail, retry_count: 1, retry_delay: 0, parameters: { message: "broken {{ parameter.s }}" } }
                """, "- { name: s, secret: true }"),
            new Dictionary<string, object?> { ["s"] = "s3cr3t-w0rd" });

        Activity[] own = spans.Of(report.ExecutionId);
        Activity Of(string address) => own.Single(span => (string?)span.GetTagItem("playbooks.step.address") == address);
        Of("good").ShouldSatisfyAllConditions(
            span => span.OperationName.ShouldBe("step test.record"),
            span => span.GetTagItem("playbooks.step.type").ShouldBe("test.record"),
            span => span.GetTagItem("playbooks.step.attempts").ShouldBe(1),
            span => span.GetTagItem("playbooks.status").ShouldBe("completed"),
            span => span.Status.ShouldBe(ActivityStatusCode.Unset));
        Of("no").GetTagItem("playbooks.status").ShouldBe("skipped");
        Of("bad").ShouldSatisfyAllConditions(
            span => span.GetTagItem("playbooks.step.attempts").ShouldBe(2),
            span => span.Status.ShouldBe(ActivityStatusCode.Error),
            span => span.StatusDescription.ShouldBe("***"));
        own.Single(span => span.OperationName == "run root.yaml").ShouldSatisfyAllConditions(
            span => span.GetTagItem("playbooks.playbook").ShouldBe("root.yaml"),
            span => span.GetTagItem("playbooks.status").ShouldBe("failed"),
            span => span.Status.ShouldBe(ActivityStatusCode.Error),
            span => span.StatusDescription.ShouldBe("Step 'bad' failed: ***"));
    }

    [Fact]
    public async Task Spans_HandlerOfAStep_RunsWithinItsOwn()
    {
        string? within = null;
        using TemporaryLibrary library = new()
        {
            Options = new()
            {
                Steps =
                [
                    new LambdaStep("test.look", _ =>
                    {
                        within = (string?)Activity.Current?.GetTagItem("playbooks.step.address");
                        return StepResult.Completed();
                    }),
                ],
            },
        };
        using Spans spans = new();

        await library.RunAsync(Some.Playbook("- { id: look, type: test.look }"));

        within.ShouldBe("look");
    }

    [Fact]
    public async Task Measurements_Run_CountWhatEnded()
    {
        using TemporaryLibrary library = await NestAsync();
        string playbook = $"metered-{Guid.NewGuid():N}.yaml";
        library.Write(playbook, Some.Playbook("- { id: call, type: playbook.run, parameters: { playbook: child.yaml } }\n- { id: bad, type: utility.fail, parameters: { message: x } }"));
        using Measurements measurements = new();

        await library.Engine().RunAsync(playbook, cancellationToken: Token);
        await Should.ThrowAsync<PlaybookInvalidException>(library.Engine().RunAsync(playbook, new Dictionary<string, object?> { ["no"] = 1L }, Token));

        measurements.Of("playbooks.runs", playbook).ShouldBe(["1 failed", "1 refused"]);
        measurements.Of("playbooks.runs.active", playbook).ShouldBe(["1 ", "-1 ", "1 ", "-1 "]);
        measurements.Of("playbooks.run.duration", playbook).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Measurements_Steps_BearTypeAndStatus()
    {
        string type = $"test.t{Guid.NewGuid():N}";
        using TemporaryLibrary library = new() { Options = new() { Steps = [new LambdaStep(type, context => context.Address.Key == "b" ? StepResult.Failed("x") : StepResult.Completed())] } };
        using Measurements measurements = new();

        await library.RunAsync(Some.Playbook($"- {{ id: every, type: {type}, on_failure: continue, for_each: [a, b] }}\n- {{ id: no, type: {type}, when: \"false\" }}"));

        // The loop is one of them, and each of its iterations.
        measurements.Of("playbooks.steps", type).Order().ShouldBe(["1 completed", "1 failed", "1 failed", "1 skipped"]);
        measurements.Of("playbooks.step.duration", type).Count.ShouldBe(4);
    }

    private async Task<TemporaryLibrary> NestAsync()
    {
        TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record }"));
        await library.VerifyAsync("child.yaml");
        return library;
    }

    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _stopped = new();
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Playbooks",
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _stopped.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public Activity[] Of(string executionId) => [.. _stopped.Where(span => (string?)span.GetTagItem("playbooks.execution.id") == executionId)];

        public void Dispose() => _listener.Dispose();
    }

    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, string Text, Dictionary<string, object?> Tags)> _all = new();
        private readonly MeterListener _listener = new();

        public Measurements()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Playbooks")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        /// <summary>The measurements of that instrument that bear a tag of that value: each with its status.</summary>
        public IReadOnlyList<string> Of(string name, string tag)
            => [.. _all.Where(one => one.Name == name && one.Tags.ContainsValue(tag)).Select(one => one.Text)];

        public void Dispose() => _listener.Dispose();

        private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Dictionary<string, object?> all = new(tags.ToArray());
            _all.Enqueue((instrument.Name, $"{value} {all.GetValueOrDefault("playbooks.status")}", all));
        }
    }
}
