using System.Buffers;
using System.IO.Pipelines;

namespace Playbooks.Ansible.Events;

/// <summary>Folds the events of one run into its summary, with Ansible's own figures.</summary>
/// <remarks>
/// <para>
/// The figures are exact when the events contain them: the records of our own callback plugin carry Ansible's counts,
/// and other events are counted as Ansible counts them until its final statistics arrive. Only when those are missing
/// (the run was killed, or ended early), a failure that was followed by another one of its host is assumed to be
/// rescued.
/// </para>
/// <para>
/// It does not keep its input: its memory depends on the number of hosts and, up to a bound, of failures, not on that
/// of events or their length. No content makes it throw; everything but the events of the run is left out. It is
/// thread-safe, but the records of a run must be added in their order.
/// </para>
/// </remarks>
public sealed class EventSummarizer
{
    private const int ReadSize = 64 * 1024;

    private static readonly StreamPipeReaderOptions ReaderOptions =
        new(bufferSize: ReadSize, minimumReadSize: ReadSize / 4, leaveOpen: true);

    // One thread reads the events, and another one asks for the progress.
    private readonly Lock _lock = new();
    private readonly EventTally _tally;

    /// <summary>Makes a summarizer that masks nothing: for events without known secrets.</summary>
    public EventSummarizer()
        : this(new Redactor())
    {
    }

    /// <param name="redactor">Masks every text before it is shortened.</param>
    internal EventSummarizer(Redactor redactor) => _tally = new EventTally(redactor);

    /// <summary>Sums up an existing run of <c>ansible-runner</c> from its artifact folder
    /// (<c>artifacts/IDENT</c>).</summary>
    /// <param name="artifactDirectory">The folder that holds <c>job_events</c>, <c>rc</c>, <c>status</c> and
    /// <c>stdout</c>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>
    /// The run's summary. It is successful if <c>rc</c> is 0. Otherwise the file <c>status</c> distinguishes timeout,
    /// cancelled and failed; a run that has not ended is failed, with a warning. Without events the figures come from
    /// the PLAY RECAP of <c>stdout</c>, and there are no failures then, only errors of the run.
    /// </returns>
    /// <exception cref="AnsibleArtifactsException">The folder does not exist, is not an artifact folder, or cannot be
    /// read.</exception>
    public static Task<ExecutionSummary> SummarizeArtifactsAsync(
        string artifactDirectory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(artifactDirectory);
        return RunnerArtifacts.SummarizeAsync(Path.GetFullPath(artifactDirectory), cancellationToken);
    }

    /// <summary>Sums up an existing run from the output of <c>ansible-runner run -j</c>.</summary>
    /// <param name="stream">The output, which is read to its end and left open. The first event decides which run it
    /// is; events of other runs, and other lines, are left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>
    /// The run's summary. A stream has no exit code, so it is null, and the status comes from the events: successful if
    /// Ansible's final figures are there and no host failed or was unreachable, otherwise failed. So an Ansible
    /// playbook that clears failures with <c>clear_host_errors</c> is failed here, even if its exit code was 0. The
    /// times are those of the first and the last event.
    /// </returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async Task<ExecutionSummary> SummarizeStreamAsync(
        Stream stream, CancellationToken cancellationToken = default)
    {
        EventSummarizer summarizer = new();
        summarizer._tally.LocksIdent = true;
        await summarizer.AddLinesAsync(stream, runnerIdent: null, cancellationToken).ConfigureAwait(false);
        return summarizer.SummarizeByEvents();
    }

    /// <summary>Takes events, one on each line, as <c>ansible-runner -j</c> and our callback plugin write them; other
    /// lines are left out.</summary>
    /// <param name="stream">The events, which are read to their end. The stream is left open.</param>
    /// <param name="runnerIdent">The run that the events must belong to; null for any.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public async Task AddLinesAsync(
        Stream stream, string? runnerIdent = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        EventLines lines = new(_tally);
        PipeReader reader = PipeReader.Create(stream, ReaderOptions);
        try
        {
            bool isCompleted;
            do
            {
                ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                isCompleted = read.IsCompleted;
                Feed(lines, read.Buffer, runnerIdent, isCompleted);
                reader.AdvanceTo(read.Buffer.End);
            }
            while (!isCompleted);
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes the events of a <c>job_events</c> folder, in the order in which they were made.</summary>
    /// <param name="folder">The folder; a folder that does not exist has no events. Unfinished files are left
    /// out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="AnsibleArtifactsException">A file cannot be read.</exception>
    public Task AddFolderAsync(string folder, CancellationToken cancellationToken = default)
        => new JobEvents(folder, this, runnerIdent: null).ReadToEndAsync(cancellationToken);

    /// <summary>Takes printed text that belongs to no task. Warnings and errors are found in it.</summary>
    public void AddText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (_lock)
        {
            _tally.Text.Add(text);
        }
    }

    /// <summary>Makes the summary of the events and texts so far.</summary>
    /// <param name="status">The end of the run: the exit code decides it, not the figures.</param>
    /// <param name="exitCode">The exit code of <c>ansible-playbook</c>; null when it has none.</param>
    /// <param name="duration">The duration of the run.</param>
    public ExecutionSummary Summarize(AnsibleRunStatus status, int? exitCode, TimeSpan duration)
    {
        string how = exitCode is { } code
            ? $"Ansible ended with exit code {code}"
            : "Ansible was killed from outside, such as by the system when memory ran out";
        return Summarize(status, exitCode, duration, how);
    }

    /// <summary>True when figures are wanted while the run is under way.</summary>
    internal bool IsWatched { get; set; }

    /// <summary>True when Ansible's final figures came last, as they do whenever it ends by itself.</summary>
    internal bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return _tally.IsComplete;
            }
        }
    }

    /// <summary>Errors that belong to no host, such as a syntax error or a wrong option; each once.</summary>
    internal IReadOnlyList<string> RunErrors
    {
        get
        {
            lock (_lock)
            {
                return _tally.Text.Errors;
            }
        }
    }

    /// <summary>The number of events that were taken.</summary>
    internal long Records
    {
        get
        {
            lock (_lock)
            {
                return _tally.Records;
            }
        }
    }

    /// <summary>Gets the progress of the run, without the time.</summary>
    internal AnsibleProgress Progress()
    {
        lock (_lock)
        {
            return _tally.Progress();
        }
    }

    /// <summary>Takes a whole event.</summary>
    internal void AddRecord(EventLines lines, ReadOnlySpan<byte> bytes, bool isLast)
    {
        lock (_lock)
        {
            lines.Append(bytes);
            if (isLast)
            {
                lines.End();
            }
        }
    }

    /// <summary>Ends the open warning or error, because a record that is not a text has come: later text does not
    /// belong to it.</summary>
    internal void BreakText()
    {
        lock (_lock)
        {
            _tally.Text.Break();
        }
    }

    /// <summary>Makes the input for records that are added one by one.</summary>
    /// <param name="runnerIdent">The run that the records must belong to; null for any.</param>
    internal EventLines CreateLines(string? runnerIdent)
    {
        _tally.RunnerIdent = runnerIdent;
        return new EventLines(_tally);
    }

    /// <summary>Makes the summary of an existing run, whose times only the events contain.</summary>
    internal ExecutionSummary SummarizeExisting(AnsibleRunStatus status, int? exitCode, string how)
        => Summarize(status, exitCode, _tally.Times.Duration, how) with { StartedAt = _tally.Times.Start ?? default };

    private ExecutionSummary SummarizeByEvents()
    {
        bool isSuccessful =
            _tally.IsComplete && _tally.Hosts.Values.All(host => host is { Failures: 0, Unreachable: 0 });
        string how = _tally.IsComplete ? "The run failed" : "The events end before the run does";
        return SummarizeExisting(isSuccessful ? AnsibleRunStatus.Successful : AnsibleRunStatus.Failed, null, how);
    }

    private ExecutionSummary Summarize(AnsibleRunStatus status, int? exitCode, TimeSpan duration, string how)
    {
        lock (_lock)
        {
            return RunSummary.Make(_tally, status, exitCode, duration, how);
        }
    }

    private void Feed(EventLines lines, in ReadOnlySequence<byte> buffer, string? runnerIdent, bool isLast)
    {
        lock (_lock)
        {
            if (runnerIdent is not null)
            {
                _tally.RunnerIdent = runnerIdent;
            }

            foreach (ReadOnlyMemory<byte> piece in buffer)
            {
                lines.Feed(piece.Span);
            }

            if (isLast)
            {
                lines.End();
            }
        }
    }
}
