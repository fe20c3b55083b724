using System.Collections.Concurrent;

namespace Playbooks.Processes;

/// <summary>Puts a program into a process namespace of its own, through <c>unshare</c>, where the machine allows that.</summary>
internal static class ProcessNamespace
{
    // The first process of a namespace has to take in the orphans of all others, which few programs do; a shell does. Its own
    // messages are nobody's. Its end ends all others at once: so before, what is left is written down and, unless all were
    // interrupted from outside, asked to tidy up: who listens (signal 2 is caught, or blocked to be waited for) has 2 seconds.
    private const string FirstProcess = """
        alive() {
          found=
          for one in /proc/[0-9]*; do
            line=
            [ $one = /proc/1 ] || read -r line < $one/cmdline
            [ -z "$line" ] || found="$found $one"
          done
          [ -n "$found" ]
        }
        listens() {
          for one in $found; do
            while read -r label mask; do
              case $label$mask in SigCgt:*[2367abef]|SigBlk:*[2367abef]) return 0 ;; esac
            done < $one/status
          done
          return 1
        }
        asked=
        trap asked=yes INT
        exec 3>&2 2>/dev/null
        report=$1
        shift
        (exec 2>&3 3>&-; exec "$@")
        code=$?
        if alive; then
          for one in $found; do
            cat $one/cmdline && echo
          done >> "$report"
          [ -n "$asked" ] || kill -INT -1
          looks=0
          while [ $looks -lt 100 ] && alive && { [ $looks -eq 0 ] || listens; }; do
            looks=$((looks + 1))
            sleep 0.02
          done
        fi
        exit $code
        """;

    private const string Nowhere = "/dev/null";
    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(5);

    // Static, as what it holds is the machine's: whether it allows this does not change while a process lives.
    private static readonly ConcurrentDictionary<(string Launcher, ProcessIsolation Isolation), Lazy<Task<bool>>> Trials = new();

    /// <summary>What is to stand before the program's own command line; empty where there is no namespace to be had.</summary>
    public static async Task<IReadOnlyList<string>> PrefixAsync(ProcessRequest request)
    {
        // A shell hands on no variable that it could not have itself.
        if (request.Isolation == ProcessIsolation.None || !ProcessTable.IsAvailable || !request.Environment.Keys.All(IsName)
            || ProgramPath.TryFind("unshare", request.Environment) is not { } launcher)
        {
            return [];
        }

        ProcessIsolation isolation = request.Isolation;
        Lazy<Task<bool>> trial = Trials.GetOrAdd((launcher, isolation), key => new Lazy<Task<bool>>(() => TryAsync(key.Launcher, key.Isolation)));
        return await trial.Value.ConfigureAwait(false)
            ? [.. Command(launcher, isolation), "/bin/sh", "-c", FirstProcess, "playbooks-init", request.LeftoverReport ?? Nowhere]
            : [];
    }

    private static async Task<bool> TryAsync(string launcher, ProcessIsolation isolation)
    {
        using CancellationTokenSource limit = new(TrialTime);
        ProcessRequest trial = new()
        {
            FileName = launcher,
            Arguments = [.. Command(launcher, isolation).Skip(1), "/bin/sh", "-c", "test $$ -eq 1 && test -d /proc/1"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin" },
            GracePeriod = TimeSpan.Zero,
        };
        try
        {
            return (await ChildProcess.RunAsync(trial, cancellationToken: limit.Token).ConfigureAwait(false)).ExitCode == 0;
        }
        catch (Exception exception) when (exception is ProcessStartException or OperationCanceledException)
        {
            return false;
        }
    }

    // Mounts that the program makes or sees stay as they are, but for the view of the processes.
    private static IEnumerable<string> Command(string launcher, ProcessIsolation isolation)
        => [launcher, .. isolation == ProcessIsolation.UserNamespace ? ["--user", "--map-current-user"] : Array.Empty<string>(),
            "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "unchanged"];

    private static bool IsName(string variable)
        => variable.Length > 0 && !char.IsAsciiDigit(variable[0]) && variable.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_');
}
