namespace Playbooks;

/// <summary>The time limit of one try.</summary>
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

    /// <summary>0 for none.</summary>
    public double Seconds { get; }

    public CancellationToken Token => _either?.Token ?? _outer;

    /// <summary>Whether this limit, and not the step's own or a cancellation, has ended the try.</summary>
    public bool IsOver => _timer?.IsCancellationRequested == true && !_outer.IsCancellationRequested;

    public void Dispose()
    {
        _either?.Dispose();
        _timer?.Dispose();
    }
}
