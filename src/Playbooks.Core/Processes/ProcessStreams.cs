namespace Playbooks.Processes;

/// <summary>This side's ends of a program's three streams: writes its input and reads its output.</summary>
internal sealed class ProcessStreams(
    ProcessRequest request, ProcessOutputHandler? onOutput, ProcessOutputHandler? onError)
{
    private const int BufferLength = 16 * 1024;

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Faults when a handler fails.</summary>
    public Task Failure => _failure.Task;

    /// <summary>
    /// Allows the input to be written. Before that, the supervisor may fail, and the program be started without one.
    /// </summary>
    public void Begin() => _begun.TrySetResult();

    public async Task WriteInputAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await _begun.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (request.WriteInput is { } write)
            {
                await write(stream, cancellationToken).ConfigureAwait(false);
            }
            else if (request.Input is { } text)
            {
                StreamWriter writer = new(stream, leaveOpen: true);
                await using (writer.ConfigureAwait(false))
                {
                    await writer.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (IOException)
        {
            // The program closed its input or ended before it had read everything, as it may.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program has ended.
        }
    }

    public Task ReadOutputAsync(Stream stream, CancellationToken cancellationToken)
        => ReadAsync(stream, onOutput, cancellationToken);

    public Task ReadErrorAsync(Stream stream, CancellationToken cancellationToken)
        => ReadAsync(stream, onError, cancellationToken);

    // Never throws: the code that starts the program waits for the program's end, not for this task.
    private async Task ReadAsync(Stream stream, ProcessOutputHandler? handler, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferLength];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (handler is not null)
                {
                    await handler(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A process that goes on still holds the output open. What it writes from here on is not the program's
            // output.
        }
        catch (Exception exception)
        {
            _failure.TrySetException(exception);
        }
    }
}
