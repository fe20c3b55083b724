namespace Playbooks.Processes;

/// <summary>
/// A program without a supervisor: without Python, without Linux, or because it ends by itself with this process.
/// </summary>
internal sealed class UnsupervisedProgram : IRunningProgram
{
    private readonly ProcessLauncher _process;
    private readonly ProcessStreams _streams;
    private readonly ProcessRequest _request;
    private readonly ProcessTree? _tree;
    private readonly IReadOnlyList<string> _warnings;
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the program.</summary>
    /// <param name="command">The program's full path and its arguments.</param>
    /// <param name="environment">The program's whole environment.</param>
    /// <param name="request">The way to end it.</param>
    /// <param name="streams">This side's ends of its streams.</param>
    /// <param name="reason">The reason why there is no supervisor, as a clause; null when it needs none.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The system could not start it.</exception>
    public UnsupervisedProgram(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        ProcessRequest request,
        ProcessStreams streams,
        string? reason)
    {
        _streams = streams;
        _request = request;
        _warnings = reason is null
            ? []
            : [$"'{request.FileName}' ran without a supervisor, since {reason}. {ProcessTree.LeftoverWarning}"];

        // A session of its own: the host alone handles a Ctrl+C at its terminal.
        string? session = OperatingSystem.IsLinux() ? ProgramPath.TryFind("setsid", request.Environment) : null;
        _process = new ProcessLauncher(
            session is null ? command : [session, .. command], environment, request.WorkingDirectory, streams);
        _tree = ProcessTable.IsAvailable ? new ProcessTree(_process.Id) : null;
        streams.Begin();
        End = FollowAsync();
    }

    public Task<ProgramEnd> End { get; }

    public Task Failure => _streams.Failure;

    public Task StopAsync()
    {
        _stop.TrySetResult();
        return Task.CompletedTask;
    }

    public Task DrainAsync() => _process.DrainAsync();

    public ValueTask DisposeAsync()
    {
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ProgramEnd> FollowAsync()
    {
        bool isStopped = await Task.WhenAny(_process.Exit, _stop.Task).ConfigureAwait(false) == _stop.Task;
        if (_tree is null)
        {
            if (isStopped)
            {
                _process.KillTree();
            }

            return new ProgramEnd(await _process.Exit.ConfigureAwait(false)) { Warnings = _warnings };
        }

        if (isStopped)
        {
            // Before the first signal: when the program ends, its children lose the parent by which they are found.
            _tree.Find();
            if (_request.StopsByInterrupt)
            {
                _tree.Interrupt();
            }
            else
            {
                _ = NativeMethods.SendSignal(_process.Id, (int)StopSignal.Terminate);
            }

            using CancellationTokenSource graceEnd = new(_request.GracePeriod);
            await _process.Exit.WaitAsync(graceEnd.Token).ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default).ConfigureAwait(false);
        }
        else
        {
            int exitCode = await _process.Exit.ConfigureAwait(false);
            if (_request.EndsWithHost
                || (_request.MayLeave is { } mayLeave && await mayLeave(exitCode).ConfigureAwait(false)))
            {
                return new ProgramEnd(exitCode) { Warnings = _warnings };
            }
        }

        ProgramEnd end = await _tree.EndAsync(exitCode: 0).ConfigureAwait(false);
        return end.Unstoppable.Contains(_process.Id)
            ? end with { Warnings = _warnings }
            : end with { ExitCode = await _process.Exit.ConfigureAwait(false), Warnings = _warnings };
    }
}
