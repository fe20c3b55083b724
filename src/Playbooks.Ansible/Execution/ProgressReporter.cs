using Microsoft.Extensions.Logging;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Execution;

/// <summary>Reports a run's progress: at most four times a second, when something has happened, and at the
/// end.</summary>
/// <remarks>The handler is called on threads of its own: it neither slows the run down nor breaks it. While it runs,
/// further reports are skipped.</remarks>
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

    /// <param name="summarizer">The source of the figures.</param>
    /// <param name="progress">Gets the reports; null for no reports.</param>
    /// <param name="redactor">Masks the secrets of the request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Gets a message when the handler fails.</param>
    public ProgressReporter(
        EventSummarizer summarizer,
        IProgress<AnsibleProgress>? progress,
        Redactor redactor,
        TimeProvider time,
        ILogger logger)
    {
        (_summarizer, _progress, _redactor, _time, _logger) = (summarizer, progress, redactor, time, logger);
        _started = time.GetTimestamp();
        if (progress is null)
        {
            return;
        }

        summarizer.IsWatched = true;
        _timer = time.CreateTimer(
            static state => ((ProgressReporter)state!).Tick(),
            this,
            AnsibleProgress.Interval,
            AnsibleProgress.Interval);
    }

    /// <summary>Reports the last figures, when the run has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_timer is null)
        {
            return;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        Task last = Task.Run(async () =>
        {
            // The semaphore is not disposed: its wait handle is never used, and the handler may hold it for longer than
            // the run.
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
            _progress!.Report(
                _redactor.MaskProgress(_summarizer.Progress() with { Elapsed = _time.GetElapsedTime(_started) }));
        }
        catch (Exception exception)
        {
            // An error of the handler must not end the run.
            ExecutorLog.ProgressFailed(_logger, exception);
        }
    }
}
