using System.ComponentModel;
using CliWrap;
using CliWrap.Exceptions;
using SystemProcess = System.Diagnostics.Process;

// The one place that touches processes themselves.
#pragma warning disable RS0030

namespace Playbooks.Processes;

/// <summary>A process that CliWrap has started, with our ends of its streams.</summary>
/// <remarks>
/// CliWrap starts it and moves its data. Its own ways to cancel are not used: both of its tokens stay silent, as ending all that a
/// program started is the supervisor's.
/// </remarks>
internal sealed class ProcessLauncher : IDisposable
{
    // What holds the output open after the program's end is a child of it that nobody waits for.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _reading = new();
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CommandTask<CommandResult> _command;
    private SystemProcess? _process;

    /// <summary>Starts it.</summary>
    /// <param name="command">The program's full path and its arguments.</param>
    /// <param name="environment">All that it sees.</param>
    /// <param name="directory">Where it starts; null for the current folder.</param>
    /// <param name="streams">Our ends.</param>
    /// <exception cref="Win32Exception">The system could not start it.</exception>
    public ProcessLauncher(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string? directory, ProcessStreams streams)
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
                    // WithArguments would join them to one text, and WithEnvironmentVariables would add to this process's own.
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

    /// <summary>Ends with the process, though others may hold its output open. CliWrap's own task ends with the streams.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>Kills it, with the processes below it that can be found.</summary>
    public void KillTree() => _process?.Kill(entireProcessTree: true);

    /// <summary>Reads what is still in the pipes, but does not wait for strangers that hold them open.</summary>
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

    // CliWrap disposes of the process when its streams are read: not before its exit code is.
    private async Task ReadAsync(Func<Stream, CancellationToken, Task> read, Stream stream)
    {
        await read(stream, _reading.Token).ConfigureAwait(false);
        await _exit.Task.ConfigureAwait(false);
    }
}
