namespace Playbooks.Processes;

/// <summary>The two ends of a program's three streams that belong to this process: who writes and who reads.</summary>
internal sealed class ProcessStreams(ProcessRequest request, ProcessOutputHandler? onOutput, ProcessOutputHandler? onError)
{
    private const int BufferLength = 16 * 1024;

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Faults when a handler did.</summary>
    public Task Failure => _failure.Task;

    /// <summary>Lets the input be written: what starts the program may fail before, and another way take its place.</summary>
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
            // The program closed its input, or ended, before it had read all: it is free to.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program has ended.
        }
    }

    public Task ReadOutputAsync(Stream stream, CancellationToken cancellationToken) => ReadAsync(stream, onOutput, cancellationToken);

    public Task ReadErrorAsync(Stream stream, CancellationToken cancellationToken) => ReadAsync(stream, onError, cancellationToken);

    // Never throws: whoever starts the program waits for the end of it, not of this.
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
            // A process that lives on still holds the output open. What it says from here on is not the program's.
        }
        catch (Exception exception)
        {
            _failure.TrySetException(exception);
        }
    }
}
