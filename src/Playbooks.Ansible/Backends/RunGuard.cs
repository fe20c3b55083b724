using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>
/// Ends what is left of runs when this process itself is killed: a small process beside it that is told of each run and, when
/// it hears no more, kills what they had started and removes their folders.
/// </summary>
/// <remarks>
/// One for the whole process, started with the first run. It hears through its standard input, which the kernel closes however
/// this process ends. What is told is in that pipe before a run begins, so that nothing is lost when the guard itself is slow.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It lives as long as the process.")]
internal sealed class RunGuard
{
    private static readonly byte[] Script = ReadScript();

    // All that the command line shows: the script itself comes through the input, with what it is to hear after it.
    private static readonly string Reader = $"""
        import os
        script = b''
        while len(script) < {Script.Length}:
            script += os.read(0, {Script.Length} - len(script)) or os._exit(0)
        exec(compile(script, 'playbooks_guard', 'exec'))
        """;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, string[]?> _runs = new(StringComparer.Ordinal);
    private Stream? _pipe;

    private RunGuard()
    {
    }

    /// <summary>The one of this process: static, as what it guards against is this process's own death.</summary>
    public static RunGuard Shared { get; } = new();

    /// <summary>Tells it of a run's folder, and starts it when it is not there. Without one, a run goes on unguarded, with a warning.</summary>
    public async Task OpenAsync(string folder, IReadOnlyDictionary<string, string> environment, ILogger logger)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _runs[folder] = null;
            if (!await TellAsync("run", folder).ConfigureAwait(false))
            {
                await StartAsync(environment, logger).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Tells it by which mark the processes of a run are found, before the first of them is started.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="runId">The mark.</param>
    /// <param name="isSupervised">Whether the first of them is a <see cref="ProcessRequest.IsSupervisor"/>.</param>
    public async Task MarkAsync(string folder, string runId, bool isSupervised)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            string[] mark = [isSupervised ? "supervised" : "mark", runId, folder];
            _runs[folder] = mark;
            await TellAsync(mark).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Tells it that nothing is left of a run.</summary>
    public async Task CloseAsync(string folder)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _runs.Remove(folder);
            await TellAsync("end", folder).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task StartAsync(IReadOnlyDictionary<string, string> environment, ILogger logger)
    {
        TaskCompletionSource<Stream> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProcessRequest request = new()
        {
            FileName = AnsiblePython.Find(environment),
            Arguments = ["-I", "-S", "-c", Reader],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = environment.GetValueOrDefault("PATH", "") },
            WorkingDirectory = "/",
            WriteInput = async (stream, ended) =>
            {
                started.SetResult(stream);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended).ConfigureAwait(false);
            },
        };
        Task<ProcessResult> run = ChildProcess.RunAsync(request);
        await Task.WhenAny(started.Task, run).ConfigureAwait(false);
        try
        {
            if (!started.Task.IsCompletedSuccessfully)
            {
                throw new IOException($"'{request.FileName}' ended with exit code {(await run.ConfigureAwait(false)).ExitCode}.");
            }

            _pipe = await started.Task.ConfigureAwait(false);
            await _pipe.WriteAsync(Script).ConfigureAwait(false);
            await _pipe.FlushAsync().ConfigureAwait(false);
            foreach ((string folder, string[]? mark) in _runs)
            {
                await TellAsync("run", folder).ConfigureAwait(false);
                if (mark is not null)
                {
                    await TellAsync(mark).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ProcessStartException)
        {
            _pipe = null;
            Log.NoGuard(logger, exception.Message);
        }
    }

    // A folder may have any sign in its name but this last one.
    private async Task<bool> TellAsync(params string[] words)
    {
        if (_pipe is null)
        {
            return false;
        }

        try
        {
            await _pipe.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\t', words) + '\0')).ConfigureAwait(false);
            await _pipe.FlushAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Somebody killed it. The next run starts another one.
            _pipe = null;
            return false;
        }
    }

    private static byte[] ReadScript()
    {
        using Stream resource = typeof(RunGuard).Assembly.GetManifestResourceStream("playbooks_guard.py") ?? throw new InvalidOperationException("The guard's script is missing in the package.");
        using MemoryStream script = new();
        resource.CopyTo(script);
        return script.ToArray();
    }
}
