using System.Globalization;
using Playbooks.Tests.Execution.Durable;

namespace Playbooks.Tests;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GrowthCollection
{
    public const string Name = "Growth: counts the bytes of the whole process, and so runs alone";
}

/// <summary>
/// Work that grows with its input and no faster: twice the input allocates twice the bytes. The inputs are so large that a
/// quadratic loop without allocations never ends, which the hang guard sees.
/// </summary>
[Collection(GrowthCollection.Name)]
public sealed class GrowthTests
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Mask_LongTextAndManySecrets_GrowsWithTheText()
    {
        Redactor redactor = new();
        for (int i = 0; i < 100; i++)
        {
            redactor.Add(new Secret($"secret+{i}/{Guid.NewGuid()}"));
        }

        const string Line = "{\"level\":\"info\",\"message\":\"Something \\\"quoted\\\" at http://x/?q=a%20b&c=d\"}\n";

        await GrowsWithAsync(10 * MiB, length =>
        {
            string text = string.Concat(Enumerable.Repeat(Line, length / Line.Length));
            return () =>
            {
                redactor.Mask(text).ShouldBeSameAs(text);
                return Task.CompletedTask;
            };
        });
    }

    [Fact(Timeout = Limit)]
    public Task Mask_ASecretMadeByEveryStep_GrowsWithTheSteps() => GrowsWithAsync(10_000, steps =>
    {
        Redactor redactor = new();
        return () =>
        {
            for (int i = 0; i < steps; i++)
            {
                string step = i.ToString("D6", CultureInfo.InvariantCulture);
                redactor.Add(new Secret($"Bearer token-of-step-{step}"));
                redactor.Mask($"sent Bearer token-of-step-{step}.").ShouldBe("sent ***.");
            }

            return Task.CompletedTask;
        };
    });

    [Fact(Timeout = Limit)]
    public Task Plan_ThousandsOfWrongReferences_GrowsWithTheSteps() => PlanGrowsWithAsync(3_000, count => string.Join('\n', Enumerable.Range(0, count).Select(
        i => $$$"""- { id: step_number_{{{i:D6}}}, type: utility.log, parameters: { message: "{{ step.stpe_number_{{{i:D6}}}.message }}" } }""")));

    [Theory(Timeout = Limit)]
    [InlineData("{")]
    [InlineData("{{'")]
    [InlineData("{{ a b }} ")]
    [InlineData("{{ gone }} ")]
    public Task Plan_OneTextOfManyFaults_GrowsWithTheText(string part) => PlanGrowsWithAsync(
        4_000_000,
        length => $"- {{ id: r, type: utility.log, parameters: {{ message: \"{string.Concat(Enumerable.Repeat(part, length / part.Length))}\" }} }}");

    [Fact(Timeout = Limit)]
    public Task Resume_ManySteps_GrowsWithTheSteps() => GrowsWithAsync(1_500, steps => ResumeAsync(steps, new string('x', 10)));

    [Fact(Timeout = Limit)]
    public async Task Resume_LargeValue_IsNotCopiedByEveryStep()
    {
        const int Steps = 500;
        await ResumeAsync(Steps, "warm-up")();
        Func<Task> small = ResumeAsync(Steps, "small");
        Func<Task> large = ResumeAsync(Steps, new string('x', 10 * MiB));

        long difference = await Allocations.OfAsync(large) - await Allocations.OfAsync(small);

        difference.ShouldBeLessThan(40L * sizeof(char) * 10 * MiB);
    }

    private static Task PlanGrowsWithAsync(int count, Func<int, string> steps) => GrowsWithAsync(count, size =>
    {
        TemporaryLibrary library = new();
        library.Write("root.yaml", Some.Playbook(steps(size)));
        return async () =>
        {
            (await library.Engine().PlanAsync("root.yaml")).Diagnostics.ShouldNotBeEmpty();
            library.Dispose();
        };
    });

    /// <summary>The end of a run of many steps and a loop, which died in the middle of the loop.</summary>
    private static Func<Task> ResumeAsync(int steps, string value) => async () =>
    {
        using DurableLibrary library = new();
        library.Does = context
            => StepResult.Completed(new Dictionary<string, object?> { ["value"] = context.Address.StepId == "a" ? value : 1L });
        library.Write("root.yaml", Some.Playbook(
            $"- {{ id: a, type: test.do }}\n- {{ id: loop, type: test.do, max_parallel: 4, for_each: [{string.Join(", ", Enumerable.Range(0, steps))}] }}\n"
            + string.Join('\n', Enumerable.Range(0, steps).Select(index => $"- {{ id: s{index}, type: test.do }}")),
            outputs: "v: \"{{ step.a.value }}\""));
        string executionId = (await library.DieAtAsync(steps * 3 / 2, afterWriting: false))!;

        ExecutionReport report = await library.ResumeAsync(executionId);

        report.EnsureSucceeded().Outputs["v"].ShouldBe(value);
        (await library.Engine().History.GetReportAsync(executionId, Token))!.Steps.Count.ShouldBe(steps + 2);
    };

    private static async Task GrowsWithAsync(int size, Func<int, Func<Task>> prepare)
    {
        await prepare(size / 100)();
        Func<Task> once = prepare(size);
        Func<Task> twice = prepare(2 * size);

        long bytes = await Allocations.OfAsync(() => Task.Run(once, Token));
        long bytesOfTwice = await Allocations.OfAsync(() => Task.Run(twice, Token));

        TestContext.Current.TestOutputHelper!.WriteLine($"{bytes:N0} bytes, twice: {bytesOfTwice:N0}");
        bytesOfTwice.ShouldBeLessThan((bytes * 5 / 2) + (64 * 1024));
    }
}
