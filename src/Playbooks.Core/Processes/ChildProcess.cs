using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Playbooks.Processes;

/// <summary>Takes the next bytes of a program's output. It is waited for, so a slow one slows the program.</summary>
/// <param name="bytes">Valid until the returned task has ended.</param>
/// <param name="cancellationToken">Fires when reading is given up.</param>
public delegate ValueTask ProcessOutputHandler(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

/// <summary>Starts a program, reads what it says, and leaves nothing of it behind when it is cancelled.</summary>
/// <remarks>The one place in these libraries that starts a process.</remarks>
public static class ChildProcess
{
    private const string TraceParent = "TRACEPARENT";
    private const string TraceState = "TRACESTATE";

    // What holds the output open after the program's end is a child of it that nobody waits for.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

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
            throw new ProcessCanceledException($"'{request.FileName}' was cancelled before it was started.", [], [], cancellationToken);
        }

        long started = TimeProvider.System.GetTimestamp();
        using Process process = Start(request);
        ProcessFamily? family = ProcessTable.IsAvailable ? new ProcessFamily(request.RunId) : null;
        family?.Add(process.Id);

        using CancellationTokenSource reading = new();
        Task output = ReadAsync(process.StandardOutput.BaseStream, onOutput, reading.Token);
        Task error = ReadAsync(process.StandardError.BaseStream, onError, reading.Token);
        Task input = WriteAsync(process.StandardInput, request.Input, reading.Token);

        IReadOnlyList<int> unstoppable = [];
        bool isCancelled = false;
        try
        {
            await WaitAsync(process, output, error, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isCancelled = true;
            unstoppable = await StopAsync(process, family, request).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The handler of the output failed: nobody listens any more, so the program must not go on.
            await StopAsync(process, family, request).ConfigureAwait(false);
            throw;
        }

        if (!isCancelled && request.EndLeftovers && family is not null)
        {
            await family.KillAsync().ConfigureAwait(false);
        }

        await DrainAsync(Task.WhenAll(output, error, input), reading).ConfigureAwait(false);
        if (isCancelled)
        {
            string left = unstoppable.Count == 0 ? "" : $" These processes could not be ended: {string.Join(", ", unstoppable)}.";
            throw new ProcessCanceledException($"'{request.FileName}' was cancelled.{left}", family?.Members ?? [], unstoppable, cancellationToken);
        }

        return new ProcessResult(process.ExitCode, TimeProvider.System.GetElapsedTime(started));
    }

    private static Process Start(ProcessRequest request)
    {
        string program = ProgramPath.Find(request);
        string? launcher = OperatingSystem.IsLinux() ? ProgramPath.TryFind("setsid", request.Environment) : null;
        ProcessStartInfo start = new()
        {
            // Its own session: a Ctrl+C at the host's terminal is the host's to pass on.
            FileName = launcher ?? program,
            WorkingDirectory = request.WorkingDirectory ?? "",
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        if (launcher is not null)
        {
            start.ArgumentList.Add(program);
        }

        foreach (string argument in request.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach ((string name, string value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        HandOnTrace(start.Environment);
        start.Environment[ProcessFamily.Variable] = request.RunId;
        try
        {
            return Process.Start(start) ?? throw new ProcessStartException(request.FileName, $"'{program}' could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new ProcessStartException(request.FileName, $"'{program}' could not be started in '{request.WorkingDirectory ?? "."}': {exception.Message}.", exception);
        }
    }

    /// <summary>What the program traces belongs below what runs it, unless the request says otherwise.</summary>
    private static void HandOnTrace(IDictionary<string, string?> environment)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: string id } activity && !environment.ContainsKey(TraceParent))
        {
            environment[TraceParent] = id;
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                environment[TraceState] = state;
            }
        }
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

    private static async Task<IReadOnlyList<int>> StopAsync(Process process, ProcessFamily? family, ProcessRequest request)
    {
        if (family is null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return [];
        }

        // Before the first signal: when the program ends, its children lose the parent by which they are found.
        family.FindAlive();
        _ = NativeMethods.SendSignal(process.Id, (int)request.StopSignal);
        using (CancellationTokenSource grace = new(request.GracePeriod))
        {
            // Never throws: what comes next is the same either way.
            await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        IReadOnlyList<int> unstoppable = await family.KillAsync().ConfigureAwait(false);
        if (!unstoppable.Contains(process.Id))
        {
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return unstoppable;
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

    private static async Task WriteAsync(StreamWriter writer, string? text, CancellationToken cancellationToken)
    {
        try
        {
            await using (writer.ConfigureAwait(false))
            {
                if (text is not null)
                {
                    await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (IOException)
        {
            // The program closed its input, or ended, before it had read all: it is free to.
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
