using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

public sealed class DebugSpecs : IAsyncLifetime
{
    private readonly CliLibrary _library = new CliLibrary()
        .With("hello.yaml", CliLibrary.SaysHello)
        .With("outer.yaml", """
            name: Outer
            parameters:
              - { name: pin, type: string, secret: true, default: "4711-0815" }
            steps:
              - { id: call, name: "Call", type: playbook.run, parameters: { playbook: hello.yaml } }
              - { id: each, name: "Each", type: utility.log, for_each: [a, b], parameters: { message: "{{ item }}" } }
              - { id: end, name: "End", type: utility.log, parameters: { message: "{{ step.call.said }} {{ parameter.pin }}" } }
            """);

    public async ValueTask InitializeAsync() => (await _library.RunAsync("verify", "hello.yaml")).ShouldExitWith(0);

    public ValueTask DisposeAsync()
    {
        _library.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_script_steps_through_nests_and_loops_and_changes_what_they_are_given()
    {
        CliResult result = (await RunScriptAsync("""
            # into the nest
            step
            where
            print
            set parameter message "Moin"
            set variable x {"a": 1}
            print variables
            break each
            breakpoints
            out

            print step.call.said
            list
            delete each
            step
            print item
            over
            skip
            print arguments
            continue
            """)).ShouldExitWith(0);

        result.Error.ShouldBeEmpty();
        result.Output.ShouldBe("""
            outer.yaml: Outer
            stopped before call: Call (playbook.run)
            (playbooks) step
            [START ] Call
            stopped before call/say: Say hello (utility.log)
            (playbooks) where
              #0 call/say: Say hello (utility.log), hello.yaml:6
              #1 call: Call (playbook.run), outer.yaml:5
            (playbooks) print
              message = "Hello, world!"
              level = "info"
            (playbooks) set parameter message "Moin"
              message = "Moin"
            (playbooks) set variable x {"a": 1}
              x = {"a":1}
            (playbooks) print variables
              x = {"a":1}
            (playbooks) break each
              breakpoint at each
            (playbooks) breakpoints
              each
            (playbooks) out
            [START ]   Say hello
            [ INFO ]   Moin
            [  OK  ]   Say hello
            [  OK  ] Call
            stopped at breakpoint each: Each (utility.log)
            (playbooks) print step.call.said
              step.call.said = "Moin"
            (playbooks) list
                   call: Call (playbook.run)
              => * each: Each (utility.log)
                   end: End (utility.log)
            (playbooks) delete each
              no breakpoint at each any more
            (playbooks) step
            [START ] Each
            stopped before each[a]: Each (utility.log)
            (playbooks) print item
              item = "a"
            (playbooks) over
            [START ]   Each [a]
            [ INFO ]   a
            [  OK  ]   Each [a]
            stopped before each[b]: Each (utility.log)
            (playbooks) skip
            [START ]   Each [b]
            [ SKIP ]   Each [b]
            [  OK  ] Each
            stopped before end: End (utility.log)
            (playbooks) print arguments
              message = "***"
              level = "info"
            (playbooks) continue
            [START ] End
            [ INFO ] ***
            [  OK  ] End
            outer.yaml: completed

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task With_breakpoints_it_runs_up_to_them()
    {
        _library.With("s.txt", "print parameters\nabort\n");

        CliResult result = (await _library.RunAsync("run", "outer.yaml", "--no-history", "--break", "call/set", "--break", "end", "--debug-script", "s.txt"))
            .ShouldExitWith(2);
        result.Error.ShouldStartWith("error: --break: there is no step 'call/set' in this plan");

        result = (await _library.RunAsync("run", "outer.yaml", "--no-history", "--break", "end", "--debug-script", "s.txt")).ShouldExitWith(130);
        result.Output.ShouldContain("stopped at breakpoint end: End (utility.log)\n(playbooks) print parameters\n  pin = \"***\"\n(playbooks) abort\n");
        result.All.ShouldNotContain("4711-0815");
    }

    [Theory]
    [InlineData("step 3", "unknown command 'step 3'; 'help' lists the commands")]
    [InlineData("jump", "unknown command 'jump'; 'help' lists the commands")]
    [InlineData("set x 5", "write: set variable NAME VALUE, or: set parameter NAME VALUE")]
    [InlineData("set parameter nobody 5", "Step 'call' has no parameter 'nobody'")]
    [InlineData("print nobody", "nothing is called 'nobody' here")]
    [InlineData("print end", "step 'end' has not run yet")]
    [InlineData("print call/say", "'call/say' belongs to another playbook")]
    [InlineData("print item", "this is not an iteration of a loop")]
    [InlineData("break nobody", "there is no step 'nobody' in this plan")]
    [InlineData("break /", "'/' is not an address of a step")]
    [InlineData("delete end", "there is no breakpoint at 'end'")]
    public async Task A_wrong_command_ends_a_script_and_the_run(string command, string message)
    {
        CliResult result = (await RunScriptAsync($"help\n{command}\ncontinue\n")).ShouldExitWith(2);

        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"error: s.txt:2: {message}");
        result.OutputLines[^1].ShouldStartWith("outer.yaml: cancelled");
    }

    [Fact]
    public async Task At_the_prompt_a_wrong_command_can_be_corrected_and_the_end_of_the_input_cancels_the_run()
    {
        using CliProcess process = new(_library.Folder, ["run", "outer.yaml", "--debug", "--no-history"], input: "jump\n?\n\ns\n");

        CliResult result = (await process.WaitForEndAsync()).ShouldExitWith(130);

        result.Output.ShouldContain("(playbooks) jump\nerror: unknown command 'jump'; 'help' lists the commands\n(playbooks) ?\nstep, into, s ");
        result.Output.ShouldContain("stopped before call/say: Say hello (utility.log)\n(playbooks) \nend of input: the run is cancelled\n");
        result.OutputLines[^1].ShouldStartWith("outer.yaml: cancelled");
    }

    [Fact]
    public async Task A_run_that_is_debugged_is_in_the_history_too()
    {
        _library.With("s.txt", "continue\n");
        (await _library.RunAsync("run", "outer.yaml", "--debug-script", "s.txt")).ShouldExitWith(0);

        (await _library.RunAsync("show", "last")).ShouldExitWith(0).Output.ShouldContain("[  OK  ] end: End (");
    }

    private Task<CliResult> RunScriptAsync(string script)
    {
        _library.With("s.txt", script);
        return _library.RunAsync("run", "outer.yaml", "--no-history", "--debug-script", "s.txt");
    }
}
