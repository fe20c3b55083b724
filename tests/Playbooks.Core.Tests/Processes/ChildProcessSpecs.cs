using System.Diagnostics;
using System.Globalization;
using System.Text;
using Playbooks.Processes;

namespace Playbooks.Core.Tests.Processes;

/// <summary>The one place that starts processes, with real ones.</summary>
public sealed class ChildProcessSpecs
{
    private const string Mark = "PLAYBOOKS_TEST_MARK";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_program_gets_its_arguments_environment_folder_and_input_as_they_are()
    {
        OutputTail output = new();
        OutputTail errors = new();
        ProcessRequest request = Shell("""echo "$1|$NAME|$HOME|$(pwd)|$(cat)"; echo oops >&2; exit 3""", "a 'b' $c\n*") with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["NAME"] = "ü" },
            WorkingDirectory = "/",
            Input = "inpüt",
        };

        ProcessResult result = await ChildProcess.RunAsync(request, output.WriteAsync, errors.WriteAsync, Token);

        result.ExitCode.ShouldBe(3);
        output.ToString().ShouldBe("a 'b' $c\n*|ü||/|inpüt\n");
        errors.ToString().ShouldBe("oops\n");
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_program_is_an_exception_that_names_it()
    {
        ProcessStartException exception = await Should.ThrowAsync<ProcessStartException>(
            ChildProcess.RunAsync(Shell("") with { FileName = "no-such-program", NotFoundHint = "Install it so." }, cancellationToken: Token));

        exception.FileName.ShouldBe("no-such-program");
        exception.Message.ShouldContain("'no-such-program' was not found");
        exception.Message.ShouldEndWith("Install it so.");
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_folder_is_an_exception_that_names_it()
        => (await Should.ThrowAsync<ProcessStartException>(ChildProcess.RunAsync(Shell("") with { WorkingDirectory = "/no/such/folder" }, cancellationToken: Token)))
            .Message.ShouldContain("/no/such/folder");

    [Fact(Timeout = Limit)]
    public async Task Cancelling_lets_a_program_end_by_itself_first()
    {
        using CancellationTokenSource cancel = new();
        OutputTail output = new();
        Task<ProcessResult> run = ChildProcess.RunAsync(
            Shell("trap 'echo ending; exit' TERM; echo ready; while :; do sleep 0.05; done"), CancelWhenReady(cancel, output), null, cancel.Token);

        (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run)).CancellationToken.ShouldBe(cancel.Token);
        output.ToString().ShouldBe("ready\nending\n");
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelling_ends_daemons_other_sessions_and_those_who_ignore_signals()
    {
        using CancellationTokenSource cancel = new();
        string unmarked = Unmarked();
        using TemporaryLibrary folder = new();
        ProcessRequest request = Shell("""
            trap '' TERM
            (setsid sh -c 'sleep 300 & : > "$0"; sleep 301' "$2" &)
            env -i setsid sleep "$1" & other=$!
            sh -c '(sleep 303 &)'
            until [ -e "$2" ] && [ "$(tr '\0' ' ' < /proc/$other/cmdline)" = "sleep $1 " ]; do :; done
            echo ready; sleep 304
            """, unmarked, folder.FullPath("begun")) with
        { GracePeriod = TimeSpan.FromMilliseconds(200) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChildProcess.RunAsync(request, CancelWhenReady(cancel, new OutputTail()), null, cancel.Token));

        Marked(request).ShouldBeEmpty();
        Sleeping(unmarked).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("kill -TERM $$", 143)]
    public async Task A_program_ends_with_its_own_exit_code(string script, int expected)
        => (await ChildProcess.RunAsync(Shell(script), cancellationToken: Token)).ExitCode.ShouldBe(expected);

    [Fact(Timeout = Limit)]
    public async Task A_supervisor_takes_the_code_that_an_earlier_one_has_compiled()
    {
        ProcessRequest request = Shell("tr '\\0' '\\n' < /proc/$PPID/cmdline | tail -n 1");
        await ChildProcess.RunAsync(request, cancellationToken: Token);
        OutputTail output = new();

        ProcessResult result = await ChildProcess.RunAsync(request, output.WriteAsync, cancellationToken: Token);

        output.ToString().ShouldBe("code\n");
        result.Warnings.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_takes_everything_with_it()
    {
        string unmarked = Unmarked();

        // Neither its parent, nor its session, nor its environment tells whose it is.
        const string Daemon = """
            (env -i setsid sh -c '(setsid sleep "$0" >/dev/null 2>&1 &)' "$1")
            until cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | grep -q "[s]leep $1"; do :; done
            kill -TERM $$
            """;
        ProcessResult result = await ChildProcess.RunAsync(Shell(Daemon, unmarked), cancellationToken: Token);

        Sleeping(unmarked).ShouldBeEmpty();
        result.ExitCode.ShouldBe(143);
        result.Leftovers.CommandLines.ShouldHaveSingleItem().ShouldEndWith($"sleep {unmarked}");
        result.Warnings.ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [InlineData("kill -KILL $PPID")]
    [InlineData("read -r _ _ _ outer _ < /proc/$PPID/stat; kill -KILL $outer")]
    public async Task A_program_ends_with_all_that_it_started_when_somebody_kills_its_supervisor(string kill)
    {
        string unmarked = Unmarked();
        ProcessRequest request = Shell($$"""
            (env -i setsid sh -c '(setsid sleep "$0" >/dev/null 2>&1 &)' "$1")
            {{kill}}
            sleep 312
            """, unmarked) with
        { StopsByInterrupt = true };

        ProcessResult result = await ChildProcess.RunAsync(request, cancellationToken: Token);

        result.ExitCode.ShouldBe(143);
        result.Warnings.ShouldHaveSingleItem().ShouldContain("supervisor of the program was killed");
        Marked(request).ShouldBeEmpty();
        Sleeping(unmarked).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_ends_with_its_session_when_somebody_kills_both_processes_of_its_supervisor()
    {
        // It is told when it has begun: before that, this would be a program that could not be started.
        ProcessRequest request = Shell("read -r go; sleep 313 & read -r _ _ _ outer _ < /proc/$PPID/stat; kill -KILL $outer $PPID; sleep 314") with
        {
            WriteInput = async (stream, token) => await stream.WriteAsync("go\n"u8.ToArray(), token),
        };

        ProcessResult result = await ChildProcess.RunAsync(request, cancellationToken: Token);

        result.ExitCode.ShouldBe(137);
        result.Warnings.ShouldHaveSingleItem().ShouldContain("may still run");
        Marked(request).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_that_the_system_refuses_is_an_exception_with_the_reason()
    {
        string script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, "#!/no/such/interpreter\n", Token);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await Should.ThrowAsync<ProcessStartException>(ChildProcess.RunAsync(Shell("") with { FileName = script }, cancellationToken: Token)))
            .Message.ShouldBe($"'{script}' could not be started in '.': No such file or directory.");

        File.Delete(script);
    }

    [Theory(Timeout = Limit)]
    [InlineData(131_071, true)]
    [InlineData(131_072, false)]
    public async Task An_argument_may_be_as_long_as_the_system_allows(int length, bool isAllowed)
    {
        ProcessRequest request = Shell("test ${#1} -eq $2", new string('x', length), $"{length}");

        if (isAllowed)
        {
            (await ChildProcess.RunAsync(request, cancellationToken: Token)).ExitCode.ShouldBe(0);
        }
        else
        {
            (await Should.ThrowAsync<ProcessStartException>(ChildProcess.RunAsync(request, cancellationToken: Token)))
                .Message.ShouldContain("Argument list too long");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task An_argument_with_a_zero_character_is_refused()
        => (await Should.ThrowAsync<ProcessStartException>(ChildProcess.RunAsync(Shell("", "a\0b"), cancellationToken: Token)))
            .Message.ShouldContain("zero character");

    [Fact(Timeout = Limit)]
    public async Task A_program_is_prepared_when_it_is_certain_to_be_tidied_up_and_before_it_starts()
    {
        string folder = Directory.CreateTempSubdirectory("playbooks-prepared-").FullName;
        ProcessRequest request = Shell("cat \"$1\"", Path.Combine(folder, "file")) with
        {
            Folder = folder,
            Prepare = () => File.WriteAllTextAsync(Path.Combine(folder, "file"), "prepared", Token),
        };
        OutputTail output = new();

        await ChildProcess.RunAsync(request, output.WriteAsync, cancellationToken: Token);

        output.ToString().ShouldBe("prepared");
        Directory.Delete(folder, recursive: true);
        request = request with { Prepare = () => throw new InvalidDataException() };
        Directory.CreateDirectory(folder);
        await Should.ThrowAsync<InvalidDataException>(ChildProcess.RunAsync(request, cancellationToken: Token));
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory(Timeout = Limit)]
    [InlineData(false, "TERM")]
    [InlineData(true, "INT")]
    public async Task A_program_hears_the_signal_that_asks_it_to_end(bool interrupts, string name)
    {
        using CancellationTokenSource cancel = new();
        OutputTail output = new();
        ProcessRequest request = Shell($"trap 'echo ending; exit' {name}; echo ready; while :; do sleep 0.05; done") with { StopsByInterrupt = interrupts };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChildProcess.RunAsync(request, CancelWhenReady(cancel, output), null, cancel.Token));

        output.ToString().ShouldBe("ready\nending\n");
        Marked(request).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Those_who_listen_are_asked_once_and_have_time_to_tidy_up(bool isStopped)
    {
        // Longer than a module on an idle machine ever needs.
        const string Slow = """
            import os, signal, sys, time
            def say(word): os.write(1, word.encode() + b'\n')
            def tidy(number, frame): say('asked'); time.sleep(0.7); say('tidy'); os._exit(0)
            signal.signal(signal.SIGINT, tidy)
            open(sys.argv[1], 'w').close()
            while True: time.sleep(0.1)
            """;
        using CancellationTokenSource cancel = new();
        OutputTail output = new();
        string begun = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        ProcessRequest request = Shell($"python3 -c \"$1\" \"$2\" & until test -e \"$2\"; do :; done; {(isStopped ? "echo ready; sleep 309" : "exit 0")}", Slow, begun) with
        {
            StopsByInterrupt = true,
        };

        Task<ProcessResult> run = ChildProcess.RunAsync(request, CancelWhenReady(cancel, output), null, cancel.Token);
        Exception? end = await Record.ExceptionAsync(() => run);

        (end is OperationCanceledException).ShouldBe(isStopped);
        output.ToString().ShouldBe(isStopped ? "ready\nasked\ntidy\n" : "asked\ntidy\n");
        Marked(request).ShouldBeEmpty();
        File.Delete(begun);
    }

    [Theory(Timeout = Limit)]
    [InlineData(5)]
    [InlineData(0)]
    public async Task A_program_that_watches_others_is_asked_when_those_have_tidied_up(int grace)
    {
        const string Supervisor = """
            import os, signal, subprocess, sys, time
            def kill(number, frame): os.killpg(child.pid, signal.SIGKILL); os.write(1, b'asked\n'); os._exit(0)
            signal.signal(signal.SIGINT, kill)
            child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], start_new_session=True)
            while True: time.sleep(0.1)
            """;
        const string Child = """
            import os, signal, time
            def tidy(number, frame): time.sleep(0.7); os.write(1, b'tidy\n'); os._exit(0)
            signal.signal(signal.SIGINT, tidy)
            os.write(1, b'ready\n')
            while True: time.sleep(0.1)
            """;
        using CancellationTokenSource cancel = new();
        OutputTail output = new();
        ProcessRequest request = Shell("exec python3 -c \"$1\" \"$2\"", Supervisor, Child) with
        {
            GracePeriod = TimeSpan.FromSeconds(grace),
            EndsLast = true,
            StopsByInterrupt = true,
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChildProcess.RunAsync(request, CancelWhenReady(cancel, output), null, cancel.Token));

        output.ToString().ShouldBe("ready\ntidy\nasked\n");
        Marked(request).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_that_watched_others_and_has_ended_is_not_waited_for_though_somebody_hears_no_interrupt()
    {
        using CancellationTokenSource cancel = new();
        OutputTail output = new();
        ProcessRequest request = Shell("setsid sh -c 'trap \"\" INT; exec sleep 310' & echo ready; setsid sleep 311; exit 0") with
        {
            GracePeriod = Timeout.InfiniteTimeSpan,
            EndsLast = true,
            StopsByInterrupt = true,
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChildProcess.RunAsync(request, CancelWhenReady(cancel, output), null, cancel.Token));

        Marked(request).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Input_can_be_written_while_the_program_runs()
    {
        OutputTail output = new();
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProcessRequest request = Shell("while read -r line; do echo \"got $line\"; done; echo end") with
        {
            WriteInput = async (stream, token) =>
            {
                await stream.WriteAsync("one\n"u8.ToArray(), token);
                await answered.Task.WaitAsync(token);
                await stream.WriteAsync("two\n"u8.ToArray(), token);
            },
        };

        await ChildProcess.RunAsync(request, TakeAsync, null, Token);

        output.ToString().ShouldBe("got one\ngot two\nend\n");

        async ValueTask TakeAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
        {
            await output.WriteAsync(bytes, token);
            if (output.ToString().Contains("got one", StringComparison.Ordinal))
            {
                answered.TrySetResult();
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_left_in_the_background_goes_on_unless_it_is_asked_to_end()
    {
        ProcessRequest request = Shell("setsid sleep 305 >/dev/null 2>&1 & echo started");

        await ChildProcess.RunAsync(request with { MayLeave = _ => ValueTask.FromResult(true) }, cancellationToken: Token);
        Kill(Marked(request).ShouldHaveSingleItem());

        ProcessResult ended = await ChildProcess.RunAsync(request with { MayLeave = code => ValueTask.FromResult(code != 0) }, cancellationToken: Token);
        ended.Leftovers.CommandLines.ShouldBe(["sleep 305"]);
        Marked(request).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task What_may_go_on_in_the_background_does_not_include_what_shows_a_certain_title()
    {
        // As ssh does with the connections that it shares: a session of its own, no environment, another command line.
        string title = $"ssh: /tmp/{Guid.NewGuid():N}/";
        ProcessRequest request = Shell("""
            env -i setsid bash -c 'exec -a "$0" sleep 307' "$1" >/dev/null 2>&1 &
            setsid sleep 308 >/dev/null 2>&1 & other=$!
            until [ "$(tr '\0' ' ' < /proc/$other/cmdline)" = "sleep 308 " ]; do :; done
            until grep -qs "^$2" /proc/[0-9]*/cmdline; do :; done
            """, title + "socket [mux]", title);

        await ChildProcess.RunAsync(
            request with { MayLeave = _ => ValueTask.FromResult(true), NeverLeaves = title }, cancellationToken: Token);

        Holding("cmdline", title).ShouldBeEmpty();
        Kill(Marked(request).ShouldHaveSingleItem());
    }

    [Fact(Timeout = Limit)]
    public async Task Much_output_takes_little_memory_and_a_program_need_not_read_its_input()
    {
        OutputTail output = new(1000);

        ProcessResult result = await ChildProcess.RunAsync(Shell("exec <&-; yes line | head -n 200000; echo end") with { Input = new string('x', 1_000_000) }, output.WriteAsync, null, Token);

        result.ExitCode.ShouldBe(0);
        output.IsCut.ShouldBeTrue();
        output.ToString().ShouldEndWith("line\nend\n");
        Encoding.UTF8.GetByteCount(output.ToString()).ShouldBe(1000);
    }

    [Fact(Timeout = Limit)]
    public async Task A_handler_that_fails_ends_the_program()
    {
        ProcessRequest request = Shell("echo ready; sleep 306") with { GracePeriod = TimeSpan.FromMilliseconds(100) };

        await Should.ThrowAsync<InvalidDataException>(ChildProcess.RunAsync(request, (_, _) => throw new InvalidDataException(), null, Token));

        Marked(request).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lines_are_split_wherever_the_bytes_were_cut()
    {
        List<string> lines = [];
        OutputLines output = new(lines.Add, maximumBytes: 8);

        foreach (byte one in Encoding.UTF8.GetBytes("üöä\r\n\nmuch too long\nlast"))
        {
            await output.WriteAsync(new[] { one }, Token);
        }

        output.Complete();
        lines.ShouldBe(["üöä", "", "much too…", "last"]);
    }

    [Theory(Timeout = Limit)]
    [InlineData(null, null, "<parent>|")]
    [InlineData("vendor=value", null, "<parent>|vendor=value")]
    [InlineData("vendor=value", "00-own", "00-own|")]
    public async Task A_trace_goes_on_in_the_program(string? state, string? own, string expected)
    {
        using Activity activity = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C);
        activity.TraceStateString = state;
        activity.Start();
        OutputTail output = new();
        Dictionary<string, string> environment = new() { ["PATH"] = "/usr/bin:/bin" };
        if (own is not null)
        {
            environment["TRACEPARENT"] = own;
        }

        await ChildProcess.RunAsync(Shell("""printf '%s|%s' "$TRACEPARENT" "$TRACESTATE" """) with { Environment = environment }, output.WriteAsync, null, Token);

        output.ToString().ShouldBe(expected.Replace("<parent>", $"00-{activity.TraceId}-{activity.SpanId}-00", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_trace_the_program_gets_none()
    {
        Activity.Current = null;
        OutputTail output = new();

        await ChildProcess.RunAsync(Shell("env"), output.WriteAsync, null, Token);

        output.ToString().ShouldNotContain("TRACEPARENT");
    }

    private static ProcessRequest Shell(string script, params string[] arguments) => new()
    {
        FileName = "sh",
        Arguments = ["-c", script, "sh", .. arguments],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", [Mark] = Guid.NewGuid().ToString("N") },
    };

    // Without its environment it is known by this only: no other test on the machine sleeps for as long.
    private static string Unmarked() => $"302.{Guid.NewGuid().GetHashCode() & int.MaxValue}";

    private static void Kill(string folder)
    {
        using Process process = Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
        process.Kill();
    }

    private static ProcessOutputHandler CancelWhenReady(CancellationTokenSource cancel, OutputTail output) => async (bytes, token) =>
    {
        await output.WriteAsync(bytes, token);
        if (output.ToString() == "ready\n")
        {
            await cancel.CancelAsync();
        }
    };

    private static IEnumerable<string> Marked(ProcessRequest request) => Holding("environ", $"{Mark}={request.Environment[Mark]}");

    private static IEnumerable<string> Sleeping(string seconds) => Holding("cmdline", $"sleep\0{seconds}");

    private static IEnumerable<string> Holding(string file, string text)
        => Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _) && Read(Path.Combine(folder, file)).Contains(text, StringComparison.Ordinal));

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
