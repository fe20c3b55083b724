using System.Diagnostics;

namespace Playbooks.Processes;

/// <summary>Takes the next bytes of a program's output. It is waited for, so a slow one slows the program.</summary>
/// <param name="bytes">Valid until the returned task has ended.</param>
/// <param name="cancellationToken">Fires when reading is given up.</param>
public delegate ValueTask ProcessOutputHandler(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

/// <summary>Starts a program, reads what it says, and leaves nothing of it behind when it is cancelled.</summary>
/// <remarks>The one place in these libraries that starts a process.</remarks>
public static class ChildProcess
{
    // What holds the output open after the program's end is a child of it that nobody waits for.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    // The kernel ends a namespace within milliseconds, unless something hangs in it.
    private static readonly TimeSpan NamespaceEndTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="onOutput">Takes standard output; null drops it.</param>
    /// <param name="onError">Takes standard error; null drops it.</param>
    /// <param name="cancellationToken">
    /// Ends the program: first by the request's signal, after the grace period by killing it, its descendants and whatever
    /// else it has started, until none of them is left. Then the exception is thrown.
    /// </param>
    /// <returns>How it ended. An exit code other than 0 is no exception.</returns>
    /// <exception cref="ProcessStartException">It could not be started.</exception>
    /// <exception cref="ProcessCanceledException">It was cancelled: an <see cref="OperationCanceledException"/> with the caller's token.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessRequest request, ProcessOutputHandler? onOutput = null, ProcessOutputHandler? onError = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (cancellationToken.IsCancellationRequested)
        {
            throw new ProcessCanceledException($"'{request.FileName}' was cancelled before it was started.", ProcessRemains.None, [], cancellationToken);
        }

        long started = TimeProvider.System.GetTimestamp();
        IReadOnlyList<string> isolation = await ProcessNamespace.PrefixAsync(request).ConfigureAwait(false);
        bool isIsolated = isolation.Count > 0;
        using Process process = ProcessLauncher.Start(request, isolation);
        ProcessFamily? family = ProcessTable.IsAvailable ? new ProcessFamily(request.RunId) : null;
        family?.Add(process.Id);

        using CancellationTokenSource reading = new();
        Task output = ReadAsync(process.StandardOutput.BaseStream, onOutput, reading.Token);
        Task error = ReadAsync(process.StandardError.BaseStream, onError, reading.Token);
        using CancellationTokenSource writing = new();
        Task input = WriteAsync(process.StandardInput, request, writing.Token);

        IReadOnlyList<int> unstoppable = [];
        bool isCancelled = false;
        try
        {
            await WaitAsync(process, output, error, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isCancelled = true;
            unstoppable = await StopAsync(process, family, request, isIsolated).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The handler of the output failed: nobody listens any more, so the program must not go on.
            await StopAsync(process, family, request, isIsolated).ConfigureAwait(false);
            throw;
        }

        await writing.CancelAsync().ConfigureAwait(false);
        ProcessRemains leftovers = isCancelled ? ProcessRemains.None : await EndLeftoversAsync(family, request, isIsolated).ConfigureAwait(false);
        await DrainAsync(Task.WhenAll(output, error, input), reading).ConfigureAwait(false);
        if (isCancelled)
        {
            string left = unstoppable.Count == 0 ? "" : $" These processes could not be ended: {string.Join(", ", unstoppable)}.";
            throw new ProcessCanceledException($"'{request.FileName}' was cancelled.{left}", family?.Remains() ?? ProcessRemains.None, unstoppable, cancellationToken);
        }

        return new ProcessResult(process.ExitCode, TimeProvider.System.GetElapsedTime(started)) { Leftovers = leftovers };
    }

    private static async Task WaitAsync(Process process, Task output, Task error, CancellationToken cancellationToken)
    {
        Task exit = process.WaitForExitAsync(cancellationToken);
        List<Task> readers = [output, error];
        while (!exit.IsCompleted && readers.Count > 0)
        {
            Task first = await Task.WhenAny([exit, .. readers]).ConfigureAwait(false);
            if (readers.Remove(first))
            {
                await first.ConfigureAwait(false);
            }
        }

        await exit.ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<int>> StopAsync(Process process, ProcessFamily? family, ProcessRequest request, bool isIsolated)
    {
        if (family is null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return [];
        }

        using CancellationTokenSource graceEnd = new(request.GracePeriod);

        // Before the first signal: when the program ends, its children lose the parent by which they are found.
        if (request.StopSignal == StopSignal.Interrupt)
        {
            if (request.IsSupervisor && ProcessTable.TryRead(process.Id) is { } supervisor)
            {
                await family.InterruptOthersAsync(supervisor.SessionId, graceEnd.Token).ConfigureAwait(false);
            }

            family.Interrupt();
        }
        else
        {
            family.FindAlive();

            // In a namespace the program is not the process that was started, but of its group, where it is the one that listens.
            _ = NativeMethods.SendSignal(isIsolated ? -process.Id : process.Id, (int)request.StopSignal);
        }

        await WaitAsync(process, graceEnd.Token).ConfigureAwait(false);
        if (isIsolated)
        {
            // Not who made the namespace: it takes in the first process of it, with which the kernel ends all others.
            await family.KillAsync(spared: process.Id).ConfigureAwait(false);
            using CancellationTokenSource over = new(NamespaceEndTime);
            await WaitAsync(process, over.Token).ConfigureAwait(false);
        }

        IReadOnlyList<int> unstoppable = await family.KillAsync().ConfigureAwait(false);
        if (!unstoppable.Contains(process.Id))
        {
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return unstoppable;
    }

    // Never throws: what comes next is the same either way.
    private static async Task WaitAsync(Process process, CancellationToken over)
        => await process.WaitForExitAsync(over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task<ProcessRemains> EndLeftoversAsync(ProcessFamily? family, ProcessRequest request, bool isIsolated)
    {
        if (isIsolated)
        {
            return request.LeftoverReport is { } report && File.Exists(report)
                ? new ProcessRemains([], CommandLine.Split(await File.ReadAllBytesAsync(report, CancellationToken.None).ConfigureAwait(false)))
                : ProcessRemains.None;
        }

        if (!request.EndLeftovers || family is null)
        {
            return ProcessRemains.None;
        }

        await family.KillAsync().ConfigureAwait(false);
        return family.Remains();
    }

    private static async Task ReadAsync(Stream stream, ProcessOutputHandler? handler, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (handler is not null)
            {
                await handler(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(StreamWriter writer, ProcessRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using (writer.ConfigureAwait(false))
            {
                if (request.WriteInput is { } write)
                {
                    await write(writer.BaseStream, cancellationToken).ConfigureAwait(false);
                }
                else if (request.Input is { } text)
                {
                    await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (IOException)
        {
            // The program closed its input, or ended, before it had read all: it is free to.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program has ended.
        }
    }

    private static async Task DrainAsync(Task streams, CancellationTokenSource reading)
    {
        reading.CancelAfter(DrainTime);
        try
        {
            await streams.WaitAsync(reading.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (reading.IsCancellationRequested)
        {
            // A background child still holds the output open. What it says from here on is not the program's.
        }
    }
}
