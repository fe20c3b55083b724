using System.Buffers;
using System.IO.Pipelines;

namespace Playbooks.Ansible.Events;

/// <summary>Folds the events of one run into its summary, with Ansible's own figures.</summary>
/// <remarks>
/// <para>
/// The figures are exact wherever the events say them: the records of our own callback plugin carry what Ansible counted, and other events are
/// counted as Ansible counts them until its final statistics come. Only where those are missing (the run was killed, or ended early), a failure that
/// was followed by another one of its host is taken for rescued.
/// </para>
/// <para>
/// What it reads it does not keep: its memory depends on the number of hosts and, up to a bound, of failures, not on that of events or
/// their length. No content makes it throw; what is no event of the run is left out. Calls may come from several threads, but the records of a
/// run only mean something in their order.
/// </para>
/// </remarks>
public sealed class EventSummarizer
{
    private const int ReadSize = 64 * 1024;

    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: ReadSize, minimumReadSize: ReadSize / 4, leaveOpen: true);

    // Progress is asked for by another thread than the one that reads.
    private readonly Lock _lock = new();
    private readonly EventTally _tally;

    /// <summary>For events that hold no secret, or whose secrets nobody knows.</summary>
    public EventSummarizer()
        : this(new Redactor())
    {
    }

    /// <param name="redactor">Masks every text before it is shortened.</param>
    internal EventSummarizer(Redactor redactor) => _tally = new EventTally(redactor);

    /// <summary>Sums up an existing run of <c>ansible-runner</c> from its artifact folder (<c>artifacts/IDENT</c>).</summary>
    /// <param name="artifactDirectory">The folder that holds <c>job_events</c>, <c>rc</c>, <c>status</c> and <c>stdout</c>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>
    /// What came of it. Successful if <c>rc</c> is 0; else the file <c>status</c> tells a timeout and a cancelled run from a failed one, and a run
    /// that has not ended is a failed one with a warning. Without events the figures come from the PLAY RECAP of <c>stdout</c>, and there are no
    /// failures then, only errors of the run.
    /// </returns>
    /// <exception cref="AnsibleArtifactsException">It does not exist, is no artifact folder, or cannot be read.</exception>
    public static Task<ExecutionSummary> SummarizeArtifactsAsync(string artifactDirectory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(artifactDirectory);
        return RunnerArtifacts.SummarizeAsync(Path.GetFullPath(artifactDirectory), cancellationToken);
    }

    /// <summary>Sums up an existing run from what <c>ansible-runner run -j</c> printed.</summary>
    /// <param name="stream">Is read to its end and left open. The first event says which run it is; events of others, and other lines, are left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>
    /// What came of it. A stream has no exit code, so it is null, and the status comes from the events: successful if Ansible's final figures are
    /// there and no host failed or was unreachable, else failed. An Ansible playbook that forgives failures with <c>clear_host_errors</c> is therefore
    /// failed here, though its exit code was 0. The times are those of the first and the last event.
    /// </returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async Task<ExecutionSummary> SummarizeStreamAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        EventSummarizer summarizer = new();
        summarizer._tally.LocksIdent = true;
        await summarizer.AddLinesAsync(stream, runnerIdent: null, cancellationToken).ConfigureAwait(false);
        return summarizer.SummarizeByEvents();
    }

    /// <summary>Takes events that stand on a line each, as <c>ansible-runner -j</c> and our callback plugin write them; other lines are left out.</summary>
    /// <param name="stream">Is read to its end and left open.</param>
    /// <param name="runnerIdent">The run that the events must belong to; null for any.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public async Task AddLinesAsync(Stream stream, string? runnerIdent = null, CancellationToken cancellationToken = default)
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
    /// <param name="folder">The folder; one that does not exist holds no events. Files that were not finished are left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="AnsibleArtifactsException">A file cannot be read.</exception>
    public Task AddFolderAsync(string folder, CancellationToken cancellationToken = default)
        => new JobEvents(folder, this, runnerIdent: null).ReadToEndAsync(cancellationToken);

    /// <summary>Takes text that Ansible printed and that belongs to no task: warnings and errors are found in it.</summary>
    public void AddText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (_lock)
        {
            _tally.Text.Add(text);
        }
    }

    /// <summary>The summary of what was added.</summary>
    /// <param name="status">How the run ended: the exit code decides, not the figures.</param>
    /// <param name="exitCode">The exit code of <c>ansible-playbook</c>; null when it has none.</param>
    /// <param name="duration">How long the run took.</param>
    public ExecutionSummary Summarize(AnsibleRunStatus status, int? exitCode, TimeSpan duration)
    {
        string how = exitCode is { } code ? $"Ansible ended with exit code {code}" : "Ansible was killed from outside, such as by the system when memory ran out";
        return Summarize(status, exitCode, duration, how);
    }

    /// <summary>Whether somebody wants to see figures while the run is under way.</summary>
    internal bool IsWatched { get; set; }

    /// <summary>Whether Ansible's final figures came last, as they do whenever it ends by itself.</summary>
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

    /// <summary>How many events were taken.</summary>
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

    /// <summary>How far the run is, but for the time.</summary>
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

    /// <summary>Something that is no text came in between: what follows belongs to no warning and no error before it.</summary>
    internal void BreakText()
    {
        lock (_lock)
        {
            _tally.Text.Break();
        }
    }

    /// <summary>For records that are taken one by one.</summary>
    /// <param name="runnerIdent">The run that the records must belong to; null for any.</param>
    internal EventLines CreateLines(string? runnerIdent)
    {
        _tally.RunnerIdent = runnerIdent;
        return new EventLines(_tally);
    }

    /// <summary>The summary of an existing run, whose times only the events tell.</summary>
    internal ExecutionSummary SummarizeExisting(AnsibleRunStatus status, int? exitCode, string how)
        => Summarize(status, exitCode, _tally.Times.Duration, how) with { StartedAt = _tally.Times.Start ?? default };

    private ExecutionSummary SummarizeByEvents()
    {
        bool isSuccessful = _tally.IsComplete && _tally.Hosts.Values.All(host => host is { Failures: 0, Unreachable: 0 });
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
