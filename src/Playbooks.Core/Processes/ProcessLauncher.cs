using System.ComponentModel;
using CliWrap;
using CliWrap.Exceptions;
using SystemProcess = System.Diagnostics.Process;

// The only class that may use System.Diagnostics.Process.
#pragma warning disable RS0030

namespace Playbooks.Processes;

/// <summary>A process that CliWrap has started, with this side's ends of its streams.</summary>
/// <remarks>
/// CliWrap starts it and moves its data. CliWrap's own cancellation is not used: both of its tokens never fire, because
/// the supervisor ends everything that a program started.
/// </remarks>
internal sealed class ProcessLauncher : IDisposable
{
    // After the program's end, the output is held open only by a child of it, which is not waited for.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _reading = new();
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CommandTask<CommandResult> _command;
    private SystemProcess? _process;

    /// <summary>Starts the process.</summary>
    /// <param name="command">The program's full path and its arguments.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="directory">The working folder; null for the current one.</param>
    /// <param name="streams">This side's ends of the streams.</param>
    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public ProcessLauncher(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        string? directory,
        ProcessStreams streams)
    {
        // Not PipeTarget.Null: it closes the pipe, and a program that writes to it dies.
        Command cli = Cli.Wrap(command[0])
            .WithWorkingDirectory(directory ?? "")
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(PipeSource.Create(streams.WriteInputAsync))
            .WithStandardOutputPipe(PipeTarget.Create((stream, _) => ReadAsync(streams.ReadOutputAsync, stream)))
            .WithStandardErrorPipe(PipeTarget.Create((stream, _) => ReadAsync(streams.ReadErrorAsync, stream)));
        try
        {
            _command = cli.ExecuteAsync(
                start =>
                {
                    // WithArguments would join the arguments to one text, and WithEnvironmentVariables would add to
                    // this process's environment.
                    foreach (string argument in command.Skip(1))
                    {
                        start.ArgumentList.Add(argument);
                    }

                    start.Environment.Clear();
                    foreach ((string name, string value) in environment)
                    {
                        start.Environment[name] = value;
                    }
                },
                process =>
                {
                    _process = process;
                    _ = FollowAsync(process);
                },
                CancellationToken.None,
                CancellationToken.None);
        }
        catch (Exception exception) when (exception is CliWrapException or Win32Exception)
        {
            _reading.Dispose();
            throw exception.InnerException as Win32Exception ?? exception;
        }
    }

    public int Id => _command.ProcessId;

    /// <summary>
    /// Completes when the process has ended, even if others hold its output open. CliWrap's own task waits for the
    /// streams.
    /// </summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>Kills the process and those of its descendants that can be found.</summary>
    public void KillTree() => _process?.Kill(entireProcessTree: true);

    /// <summary>Reads the rest of the pipes, but does not wait for other processes that hold them open.</summary>
    public async Task DrainAsync()
    {
        _reading.CancelAfter(DrainTime);
        await _command.Task.ConfigureAwait(false);
    }

    public void Dispose() => _reading.Dispose();

    private async Task FollowAsync(SystemProcess process)
    {
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _exit.TrySetResult(process.ExitCode);
    }

    // CliWrap disposes of the process as soon as its streams are read. They must not end before its exit code is known.
    private async Task ReadAsync(Func<Stream, CancellationToken, Task> read, Stream stream)
    {
        await read(stream, _reading.Token).ConfigureAwait(false);
        await _exit.Task.ConfigureAwait(false);
    }
}
