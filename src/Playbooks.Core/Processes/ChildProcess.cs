using System.ComponentModel;
using System.Diagnostics;

namespace Playbooks.Processes;

/// <summary>
/// Handles the next bytes of a program's output. Reading waits for it, so a slow handler slows the program.
/// </summary>
/// <param name="bytes">The bytes; valid until the returned task has ended.</param>
/// <param name="cancellationToken">Fires when reading is given up.</param>
public delegate ValueTask ProcessOutputHandler(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

/// <summary>
/// Starts a program, reads its output, and ends everything that it started, also when this process dies.
/// </summary>
/// <remarks>No other code of these libraries starts a process.</remarks>
public static class ChildProcess
{
    private const string TraceParent = "TRACEPARENT";
    private const string TraceState = "TRACESTATE";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="request">The program.</param>
    /// <param name="onOutput">Handles standard output; null drops it.</param>
    /// <param name="onError">Handles standard error; null drops it.</param>
    /// <param name="cancellationToken">
    /// Ends the program: first by the request's signal, and after the grace period by killing it, its descendants and
    /// everything else that it has started, until none of them is left. Then the exception is thrown.
    /// </param>
    /// <returns>The end of the program. An exit code other than 0 is not an exception.</returns>
    /// <exception cref="ProcessStartException">The program could not be started.</exception>
    /// <exception cref="ProcessCanceledException">
    /// The program was cancelled: an <see cref="OperationCanceledException"/> with the caller's token.
    /// </exception>
    public static async Task<ProcessResult> RunAsync(
        ProcessRequest request,
        ProcessOutputHandler? onOutput = null,
        ProcessOutputHandler? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        long started = TimeProvider.System.GetTimestamp();
        IRunningProgram program;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            program = await StartAsync(
                request, new ProcessStreams(request, onOutput, onError), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            string message = $"'{request.FileName}' was cancelled before it was started.";
            throw new ProcessCanceledException(message, ProcessRemains.None, [], [], cancellationToken);
        }

        await using (program.ConfigureAwait(false))
        {
            bool isCancelled = await WaitAsync(program, cancellationToken).ConfigureAwait(false);
            ProgramEnd end = await program.End.ConfigureAwait(false);
            await program.DrainAsync().ConfigureAwait(false);
            if (isCancelled)
            {
                string left = end.Unstoppable.Count == 0
                    ? ""
                    : $" These processes could not be ended: {string.Join(", ", end.Unstoppable)}.";
                string message = $"'{request.FileName}' was cancelled.{left}";
                throw new ProcessCanceledException(
                    message, end.Remains, end.Unstoppable, end.Warnings, cancellationToken);
            }

            if (program.Failure.IsFaulted)
            {
                await program.Failure.ConfigureAwait(false);
            }

            return new ProcessResult(end.ExitCode, TimeProvider.System.GetElapsedTime(started))
            {
                Leftovers = end.Remains,
                Warnings = end.Warnings,
            };
        }
    }

    private static async Task<IRunningProgram> StartAsync(
        ProcessRequest request, ProcessStreams streams, CancellationToken cancellationToken)
    {
        List<string> command = [ProgramPath.Find(request), .. request.Arguments];
        Dictionary<string, string> environment = new(request.Environment, StringComparer.Ordinal);
        HandOnTrace(environment);
        IEnumerable<string> texts = command.Concat(environment.Keys).Concat(environment.Values);
        if (texts.Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ProcessStartException(
                request.FileName,
                $"'{request.FileName}' could not be started: no argument and no variable can hold a zero character.");
        }

        string? reason = OperatingSystem.IsLinux() ? null : "it needs Linux";
        if (reason is null && !request.EndsWithHost)
        {
            try
            {
                return await Supervisor.StartAsync(
                    command, environment, request, streams, cancellationToken).ConfigureAwait(false);
            }
            catch (SupervisorUnavailableException exception)
            {
                reason = exception.Message;
            }
        }

        if (request.Prepare is { } prepare)
        {
            await prepare().ConfigureAwait(false);
        }

        try
        {
            return new UnsupervisedProgram(
                command, environment, request, streams, request.EndsWithHost ? null : reason);
        }
        catch (Win32Exception exception)
        {
            string message =
                $"'{command[0]}' could not be started in '{request.WorkingDirectory ?? "."}': {exception.Message}.";
            throw new ProcessStartException(request.FileName, message, exception);
        }
    }

    // Returns true when the program was cancelled. If it must be stopped, stopping has begun by then.
    private static async Task<bool> WaitAsync(IRunningProgram program, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task cancelled = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token);
        await Task.WhenAny(program.End, program.Failure, cancelled).ConfigureAwait(false);
        bool isCancelled = cancelled.IsCompleted && !program.End.IsCompleted;
        await over.CancelAsync().ConfigureAwait(false);
        if (!program.End.IsCompleted)
        {
            await program.StopAsync().ConfigureAwait(false);
        }

        return isCancelled;
    }

    /// <summary>
    /// Passes the current trace on, so that the program's spans belong to it, unless the request sets one.
    /// </summary>
    private static void HandOnTrace(Dictionary<string, string> environment)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: string id } activity
            && environment.TryAdd(TraceParent, id)
            && activity.TraceStateString is { Length: > 0 } state)
        {
            environment[TraceState] = state;
        }
    }
}
