using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// Writes a run's journal. A step that has ended is recorded before the next step begins, together with the fact that
/// the next step begins. So each step costs one write.
/// </summary>
internal sealed class RunJournal(IExecutionStore store, string executionId, long lastSequence, Redactor redactor)
    : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1);
    private List<JournalEntry> _waiting = [];
    private List<JournalEntry> _written = [];
    private long _sequence = lastSequence;
    private volatile bool _hasFailed;

    /// <summary>Called once, with the reason why nothing can be written any more.</summary>
    public Action<string> OnFailure { get; set; } = _ => { };

    /// <summary>True when a write has failed. Then no further writes are made.</summary>
    public bool HasFailed => _hasFailed;

    public void Dispose() => _writing.Dispose();

    /// <summary>Stops all writes: another process has taken the run over.</summary>
    public void Close() => _hasFailed = true;

    /// <summary>Records that a step is about to begin.</summary>
    /// <returns>True when the step may begin. A step that cannot be recorded must not begin.</returns>
    public ValueTask<bool> StartAsync(PlannedStep step, StepAddress address)
    {
        // A step that may be repeated needs no record of its beginning.
        string? next = step.IsRepeatable ? null : address.ToString();
        return WriteAsync(next);
    }

    /// <summary>Records that an attempt failed and that another one follows after a wait.</summary>
    public ValueTask<bool> AttemptFailedAsync(
        StepAddress address, int attempt, string error, IReadOnlyDictionary<string, object?>? variables)
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

    /// <summary>Records that a step ended.</summary>
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

    /// <summary>Writes the entries of the steps that have ended so far.</summary>
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
            // A handler may have given values that cannot be written. The run ends, as if the store had failed.
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
                // Without the run's token: entries are written even if the run is cancelled.
                await store.AppendAsync(executionId, entries, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Every exception of a store ends the run: a step that cannot be recorded must not begin.
            Fail(exception);
        }
        finally
        {
            if (_hasFailed)
            {
                // A store that did not answer in time may still read the list.
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
