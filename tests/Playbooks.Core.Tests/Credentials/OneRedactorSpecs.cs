using System.Text;
using System.Text.Json;
using Playbooks.Processes;

namespace Playbooks.Tests.Credentials;

/// <summary>One redactor knows all secrets of a run, in every step, and masks each text whole before it is cut.</summary>
public sealed class OneRedactorSpecs : IDisposable
{
    private const string Token = "Zq7\"xK9é_canary/4Wv+pL2m";

    private readonly TemporaryLibrary _library = new();
    private readonly Dictionary<string, object?> _given = new() { ["token"] = Token };

    public void Dispose() => _library.Dispose();

    public static TheoryData<string> Forms => new(
        Token, JsonSerializer.Serialize(Token), Convert.ToBase64String(Encoding.UTF8.GetBytes(Token)), Uri.EscapeDataString(Token));

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_end_that_is_kept_shows_no_rest_of_a_secret_wherever_it_is_cut(string form)
    {
        Redactor redactor = new();
        redactor.Add(new Secret(Token));
        byte[] said = Encoding.UTF8.GetBytes($"begin {form} end");
        for (int kept = 1; kept <= said.Length; kept++)
        {
            OutputTail tail = new(kept, redactor);
            foreach (byte one in said)
            {
                await tail.WriteAsync(new[] { one }, TestContext.Current.CancellationToken);
            }

            tail.IsCut.ShouldBe(kept < said.Length);
            string shown = redactor.Mask(tail.ToString());
            shown.ShouldEndWith(" end"[^Math.Min(4, kept)..]);
            shown.ShouldHoldNoPartOf(form);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_output_that_is_cut_shows_no_rest_of_a_secret_that_another_step_was_given(string form)
    {
        _library.Write("said.txt", $"begin {form} end");

        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Playbook("""
            - id: read
              type: utility.command
              for_each: [9, 14, 23]
              parameters: { program: cat, arguments: [said.txt], max_output_bytes: "{{ item }}" }
            """), _given);

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        seen.ShouldContain(" end");
        seen.ShouldHoldNoPartOf(form);
        seen.ShouldHoldNoPartOf(Token);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_quote_in_an_error_shows_no_part_of_a_secret_wherever_it_is_cut(string form)
    {
        _library.Write("said.txt", form);
        int[] after = [396, 390, 400 - (form.Length / 2)];

        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Playbook($$$"""
            - id: fail
              type: utility.command
              on_failure: continue
              for_each: [{{{string.Join(", ", after)}}}]
              parameters: { program: sh, arguments: ["-c", "cat said.txt >&2; head -c {{ item }} /dev/zero | tr '\\0' y >&2; exit 3"] }
            - id: python
              type: utility.python
              on_failure: continue
              for_each: [{{{string.Join(", ", after)}}}]
              parameters: { script: "import os, sys\nsys.stderr.write(open('said.txt').read() + 'y' * variables['count'])\nsys.stderr.flush()\nos._exit(3)", variables: { count: "{{ item }}" } }
            """), _given);

        report.Steps.ShouldAllBe(step => step.Status == StepStatus.Failed);
        seen.ShouldContain("yyyyy");
        seen.ShouldHoldNoPartOf(form);
        seen.ShouldHoldNoPartOf(Token);
    }

    [Fact]
    public async Task A_quote_of_an_answer_shows_no_part_of_a_secret_wherever_it_is_cut()
    {
        int asked = 0;
        await using LoopbackServer server = new(_ => Encoding.UTF8.GetBytes(
            LoopbackServer.Answer("500 No", new string('y', 160 + Interlocked.Increment(ref asked)) + Token + new string('z', 300))));

        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Playbook($$$"""
            - id: ask
              type: http.request
              on_failure: continue
              for_each: [{{{string.Join(", ", Enumerable.Range(0, 45))}}}]
              parameters: { url: "{{{server.Url}}}", max_response_bytes: 10000 }
            """), _given);

        report.Steps[^1].Iterations.ShouldNotBeNull().ShouldAllBe(step => step.Error!.Contains("yyyy"));
        seen.ShouldHoldNoPartOf(Token);
    }

    [Theory]
    [InlineData("{{ step.read.stdout }}")]
    [InlineData("--token={{ step.read.stdout }}")]
    [InlineData("{{ 'key:' ~ step.read.stdout }}")]
    [InlineData("{{ [step.read.stdout] | to_json }}")]
    public async Task A_secret_that_came_back_through_an_output_is_refused_on_a_command_line(string argument)
    {
        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Playbook($$"""
            - { id: write, type: utility.command, parameters: { program: sh, arguments: ["-c", "cat > kept.txt"], input: "{{"{{ parameter.token }}"}}" } }
            - { id: read, type: utility.command, parameters: { program: cat, arguments: [kept.txt] } }
            - { id: use, type: utility.command, parameters: { program: echo, arguments: ["x", "{{argument.Replace("\"", "\\\"", StringComparison.Ordinal)}}"] } }
            """), _given);

        report.Steps[^1].Error.ShouldNotBeNull().ShouldStartWith("Argument 2 holds a secret");
        seen.ShouldHoldNoPartOf(Token);
    }

    [Fact]
    public async Task A_program_that_is_a_secret_of_the_run_is_refused()
    {
        (ExecutionReport report, _) = await Revealed.RunAsync(_library, Playbook("""
            - { id: command, type: utility.command, on_failure: continue, parameters: { program: "/bin/{{ parameter.token }}" } }
            - { id: python, type: utility.python, parameters: { script: "", python: "{{ parameter.token }}" } }
            """), _given);

        report.Steps[^2].Error.ShouldNotBeNull().ShouldStartWith("'program' holds a secret");
        report.Steps[^1].Error.ShouldNotBeNull().ShouldStartWith("'python' holds a secret");
    }

    [Fact]
    public async Task A_handler_can_mask_with_what_the_run_knows_and_teach_it_more()
    {
        string? masked = null;
        LambdaStep step = new("test.do", context =>
        {
            masked = context.Redactor.Mask($"<{Token}>");
            context.Redactor.Add(new Secret("found-on-the-way"));
            context.Log(Microsoft.Extensions.Logging.LogLevel.Information, "it is found-on-the-way");
            return StepResult.Completed();
        });
        _library.Options = new() { Steps = [step] };

        (_, string seen) = await Revealed.RunAsync(_library, Playbook("- { id: do, type: test.do }"), _given);

        masked.ShouldBe("<***>");
        seen.ShouldContain("it is ***");
        seen.ShouldNotContain("found-on-the-way");
    }

    [Theory]
    [InlineData("…2secret end", "…*** end")]
    [InlineData("begin hunt… mid … 2secret", "begin ***… mid … ***")]
    [InlineData("begin hunt … mid", "begin *** … mid")]
    [InlineData("…ret", "…ret")]
    public void Beside_a_cut_a_part_of_a_secret_is_masked(string text, string masked)
    {
        Redactor redactor = new();
        redactor.Add(new Secret("hunter2secret"));

        redactor.Mask(text).ShouldBe(masked);
    }

    private static string Playbook(string steps) => Some.Playbook(steps, "- { name: token, secret: true, required: true }");
}
