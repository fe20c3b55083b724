using Microsoft.Extensions.Logging;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Execution;

/// <summary>Tells whoever watches how far a run is: at most four times a second, when something has happened, and at the end.</summary>
/// <remarks>The handler is called by threads of its own: it neither slows the run down nor breaks it. While it is at work, nothing more is told.</remarks>
internal sealed class ProgressReporter : IAsyncDisposable
{
    // A handler that hangs must not keep the result from its caller for ever.
    private static readonly TimeSpan LastLimit = TimeSpan.FromSeconds(1);

    private readonly EventSummarizer _summarizer;
    private readonly IProgress<AnsibleProgress>? _progress;
    private readonly Redactor _redactor;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _started;
    private readonly SemaphoreSlim _reporting = new(1);
    private readonly ITimer? _timer;
    private long _seen;

    /// <param name="summarizer">Has the figures.</param>
    /// <param name="progress">Is told; null when nobody watches, and nothing is done.</param>
    /// <param name="redactor">Knows the secrets of the request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when the handler fails.</param>
    public ProgressReporter(EventSummarizer summarizer, IProgress<AnsibleProgress>? progress, Redactor redactor, TimeProvider time, ILogger logger)
    {
        (_summarizer, _progress, _redactor, _time, _logger) = (summarizer, progress, redactor, time, logger);
        _started = time.GetTimestamp();
        if (progress is null)
        {
            return;
        }

        summarizer.IsWatched = true;
        _timer = time.CreateTimer(static state => ((ProgressReporter)state!).Tick(), this, AnsibleProgress.Interval, AnsibleProgress.Interval);
    }

    /// <summary>The run has ended: its last figures are reported.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_timer is null)
        {
            return;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        Task last = Task.Run(async () =>
        {
            // Not disposed: nobody waits on its handle, and the handler may hold it for longer than the run.
            await _reporting.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            Report();
        });
        try
        {
            await last.WaitAsync(LastLimit, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ExecutorLog.ProgressHangs(_logger);
        }
    }

    private void Tick()
    {
        long records = _summarizer.Records;
        if (records == _seen || !_reporting.Wait(0))
        {
            return;
        }

        _seen = records;
        _ = Task.Run(() =>
        {
            Report();
            _reporting.Release();
        });
    }

    private void Report()
    {
        try
        {
            _progress!.Report(_redactor.MaskProgress(_summarizer.Progress() with { Elapsed = _time.GetElapsedTime(_started) }));
        }
        catch (Exception exception)
        {
            // Whatever a watcher throws is its own affair: the run goes on.
            ExecutorLog.ProgressFailed(_logger, exception);
        }
    }
}
