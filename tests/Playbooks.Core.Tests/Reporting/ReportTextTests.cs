namespace Playbooks.Tests.Reporting;

public sealed class ReportTextTests
{
    private const string Root = """
        - { id: first, name: First of all, type: test.record, rollback: [{ id: undo, type: test.record }, { id: stuck, type: utility.fail, parameters: { message: "cannot\nundo" } }] }
        - { id: no, type: test.record, when: "false" }
        - { id: every, type: playbook.run, for_each: [a, bad], on_failure: rollback, parameters: { playbook: child.yaml, p: "{{ item }}" } }
        - { id: after, type: test.record }
        """;

    [Fact]
    public async Task ToText_Run_SaysWhatBecameOfEachStep()
        => (await RunAsync()).ToText().ShouldBe("""
            root.yaml: failed after 0.0 s: Step 'every' failed: 1 of 2 iterations failed; the first, bad: Playbook 'child.yaml': Step 'check' failed: broken (rolled back in part: 1 of 2 rollback steps failed)
              4 steps: 1 completed, 1 failed, 1 skipped, 1 not run to their end
              completed: first, First of all (0.0 s)
              skipped: no
              failed: every (0.0 s), 2 iterations: 1 completed, 1 failed, 0 skipped: 1 of 2 iterations failed; the first, bad: Playbook 'child.yaml': Step 'check' failed: broken
                failed: every[bad] (0.0 s, 2 attempts): Playbook 'child.yaml': Step 'check' failed: broken
              not reached: after
              undone: first/rollback:undo (0.0 s)
              NOT undone: first/rollback:stuck (0.0 s): cannot undo
              finally completed: last (0.0 s)

            """.ReplaceLineEndings("\n"));

    [Fact]
    public async Task ToText_Expanded_ShowsIterationsAndNests()
        => (await RunAsync()).ToText(expand: true).ShouldContain("""
                completed: every[a] (0.0 s)
                  child.yaml: completed after 0.0 s
                    2 steps: 1 completed, 0 failed, 1 skipped
                    completed: one (0.0 s)
                    skipped: check
                failed: every[bad] (0.0 s, 2 attempts): Playbook 'child.yaml': Step 'check' failed: broken
                  child.yaml: failed after 0.0 s: Step 'check' failed: broken
            """.ReplaceLineEndings("\n"));

    [Fact]
    public async Task Counts_EachLevel_CountItsOwnSteps()
    {
        ExecutionReport report = await RunAsync();

        report.Counts.ShouldBe(new StepCounts(4, 1, 1, 1));
        report.Steps[2].Iterations!.Select(one => one.Nested!.Counts).ShouldBe([new StepCounts(2, 1, 0, 1), new StepCounts(2, 1, 1, 0)]);
    }

    [Fact]
    public async Task ToText_ControlCharacters_AreNotHandedOn()
    {
        using TemporaryLibrary library = new(new TestClock());

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: utility.fail, parameters: { message: \"red \\e[31m\" } }"));

        report.ToText().ShouldAllBe(letter => letter == '\n' || !char.IsControl(letter));
    }

    private static async Task<ExecutionReport> RunAsync()
    {
        using TemporaryLibrary library = new(new TestClock()) { Options = new() { Steps = [new RecordingStep()] } };
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record }\n- { id: check, type: utility.fail, when: \"parameter.p == 'bad'\", parameters: { message: broken } }", "- { name: p }"));
        await library.VerifyAsync("child.yaml");
        return await library.RunAsync(Some.Playbook(Root.Replace("on_failure", "retry_count: 1, retry_delay: 0, on_failure", StringComparison.Ordinal), atTheEnd: "- { id: last, type: test.record }"));
    }
}
