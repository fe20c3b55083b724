using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// Writes a run's journal: what has ended is written before the next step begins, and says that it begins. What ended since is kept
/// until then, so that a step costs one write.
/// </summary>
internal sealed class RunJournal(IExecutionStore store, string executionId, long lastSequence, Redactor redactor) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1);
    private List<JournalEntry> _waiting = [];
    private List<JournalEntry> _written = [];
    private long _sequence = lastSequence;
    private volatile bool _hasFailed;

    /// <summary>Told once why nothing can be written any more.</summary>
    public Action<string> OnFailure { get; set; } = _ => { };

    /// <summary>Whether something could not be written: then nothing is any more.</summary>
    public bool HasFailed => _hasFailed;

    public void Dispose() => _writing.Dispose();

    /// <summary>Writes nothing more: the run is another process's.</summary>
    public void Close() => _hasFailed = true;

    /// <summary>A step is about to begin.</summary>
    /// <returns>Whether it may: what could not be recorded is not begun.</returns>
    public ValueTask<bool> StartAsync(PlannedStep step, StepAddress address)
    {
        // Of a step that may be repeated it does not matter whether it began.
        string? next = step.IsRepeatable ? null : address.ToString();
        return WriteAsync(next);
    }

    /// <summary>An attempt failed, and another one follows after a wait.</summary>
    public ValueTask<bool> AttemptFailedAsync(StepAddress address, int attempt, string error, IReadOnlyDictionary<string, object?>? variables)
    {
        Add(() => new JournalEntry
        {
            Sequence = 0,
            Kind = JournalEntryKind.AttemptFailed,
            Address = address.ToString(),
            Status = StepStatus.Failed,
            Attempts = attempt,
            Variables = variables is null ? null : JournalValues.Write(variables, redactor),
            Error = error,
        });
        return WriteAsync(next: null);
    }

    /// <summary>A step ended.</summary>
    public void Finish(StepReport report, StepOutcome outcome)
    {
        if (outcome.Journalled is not null || outcome.Status == StepStatus.Pending)
        {
            return;
        }

        Add(() => new JournalEntry
        {
            Sequence = 0,
            Kind = JournalEntryKind.Finished,
            Address = report.Address.ToString(),
            Status = report.Status,
            Attempts = report.Attempts,
            StartedAt = report.StartedAt,
            Duration = report.Duration,
            TimedOut = report.TimedOut,
            Outputs = JournalValues.Write(outcome.Outputs, redactor),
            Variables = outcome.Variables is { } variables ? JournalValues.Write(variables, redactor) : null,
            Error = report.Error,
        });
    }

    /// <summary>Writes what has ended so far.</summary>
    public ValueTask<bool> FlushAsync() => WriteAsync(next: null);

    private void Add(Func<JournalEntry> make)
    {
        try
        {
            JournalEntry entry = make();
            lock (_lock)
            {
                _waiting.Add(entry);
            }
        }
        catch (Exception exception)
        {
            // Whatever values a handler gave that cannot be written: the run ends, as if the store had failed.
            Fail(exception);
        }
    }

    private void Fail(Exception exception)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            OnFailure($"The run cannot be journalled, so nothing further was started: {exception.Message}");
        }
    }

    private async ValueTask<bool> WriteAsync(string? next)
    {
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            List<JournalEntry> entries = TakeWaiting(next);
            if (entries.Count > 0 && !_hasFailed)
            {
                // Not with the run's token: what happened is written, cancelled or not.
                await store.AppendAsync(executionId, entries, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Whatever a store throws ends the run: nothing may begin that could not be recorded.
            Fail(exception);
        }
        finally
        {
            if (_hasFailed)
            {
                // A store that did not answer in time may still be at it.
                _written = [];
            }
            else
            {
                _written.Clear();
            }

            _writing.Release();
        }

        return !_hasFailed;
    }

    private List<JournalEntry> TakeWaiting(string? next)
    {
        lock (_lock)
        {
            (_waiting, _written) = (_written, _waiting);
            if (next is not null && _written.Count == 0)
            {
                _written.Add(new JournalEntry { Sequence = 0, Kind = JournalEntryKind.Started });
            }

            for (int i = 0; i < _written.Count; i++)
            {
                _written[i] = _written[i] with { Sequence = ++_sequence, Next = i == _written.Count - 1 ? next : null };
            }
        }

        return _written;
    }
}
