namespace Playbooks;

/// <summary>The time limit of one try of a request.</summary>
internal sealed class HttpLimit : IDisposable
{
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource? _either;

    public HttpLimit(StepContext context, CancellationToken cancellationToken)
    {
        _outer = cancellationToken;
        Seconds = context.Arguments.GetFloat("request_timeout", 0);
        if (Seconds > 0)
        {
            _timer = new CancellationTokenSource(TimeSpan.FromSeconds(Seconds), context.TimeProvider);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
        }
    }

    /// <summary>The limit in seconds; 0 for none.</summary>
    public double Seconds { get; }

    public CancellationToken Token => _either?.Token ?? _outer;

    /// <summary>True when this limit has ended the try, and not the step's limit or a cancellation.</summary>
    public bool IsOver => _timer?.IsCancellationRequested == true && !_outer.IsCancellationRequested;

    public void Dispose()
    {
        _either?.Dispose();
        _timer?.Dispose();
    }
}
