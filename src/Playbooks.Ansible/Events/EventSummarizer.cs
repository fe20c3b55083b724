using System.Collections.ObjectModel;

namespace Playbooks.Ansible.Events;

/// <summary>Folds the events of one run into its summary, with Ansible's own figures.</summary>
/// <remarks>
/// Not for use by several threads at once. It keeps what a summary needs: a few figures for every host, and the failures.
/// Ansible's final statistics are copied when they come; without them (the run was stopped, or ended early) the results
/// so far are counted as Ansible counts them, and a failure that was followed by another one of its host is taken for rescued.
/// </remarks>
public sealed class EventSummarizer
{
    private readonly Dictionary<string, HostCounts> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _taskNames = new(StringComparer.Ordinal);
    private readonly List<ObservedFailure> _failures = [];
    private readonly RunText _text = new();
    private AnsibleEvent? _statistics;

    /// <summary>Errors that belong to no host, such as a syntax error or a wrong option; each once.</summary>
    public IReadOnlyList<string> RunErrors => _text.Errors;

    /// <summary>Whether Ansible's final figures have come: they come last, whenever Ansible ends by itself.</summary>
    internal bool HasStatistics => _statistics is not null;

    /// <summary>Every failure so far, forgiven ones too, in the order in which they came.</summary>
    public IReadOnlyList<TaskFailure> Failures
    {
        get
        {
            FailureJudge.Judge(_failures, _statistics?.Statistics);
            return [.. _failures.Select(failure => new TaskFailure(failure.Host, failure.Task, failure.Message, failure.Kind ?? TaskFailureKind.Failed))];
        }
    }

    /// <summary>Takes events that stand on a line each, as <c>ansible-runner -j</c> and our callback plugin write them; other lines are left out.</summary>
    /// <param name="stream">Is read to its end and left open.</param>
    /// <param name="runnerIdent">The run that the events must belong to; null for any.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task AddLinesAsync(Stream stream, string? runnerIdent = null, CancellationToken cancellationToken = default)
    {
        await foreach (AnsibleEvent next in AnsibleEventReader.ReadLinesAsync(stream, runnerIdent, cancellationToken).ConfigureAwait(false))
        {
            Add(next);
        }
    }

    /// <summary>Takes the events of a <c>job_events</c> folder, in the order in which they were made.</summary>
    /// <param name="folder">The folder; one that does not exist holds no events.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task AddFolderAsync(string folder, CancellationToken cancellationToken = default)
    {
        await foreach (AnsibleEvent next in AnsibleEventReader.ReadFolderAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            Add(next);
        }
    }

    /// <summary>Takes text that Ansible printed and that belongs to no task: warnings and errors are found in it.</summary>
    public void AddText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text.Add(text);
    }

    /// <summary>Takes the next event.</summary>
    public void Add(AnsibleEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        switch (next.Kind)
        {
            case AnsibleEventKind.Text:
                _text.Add(next.Text);
                return;
            case AnsibleEventKind.TaskStart:
                _taskNames[next.TaskId] = next.Task;
                break;
            case AnsibleEventKind.Ok when !IsInclude(next):
                Host(next.Host).AddOk(next.Changed);
                break;
            case AnsibleEventKind.Include:
                foreach (string host in next.Hosts)
                {
                    Host(host).AddOk(changed: false);
                }

                break;
            case AnsibleEventKind.Skipped when next.Action != "meta":
                Host(next.Host).Skipped++;
                break;
            case AnsibleEventKind.Failed or AnsibleEventKind.Unreachable:
                AddFailure(next);
                break;
            case AnsibleEventKind.Statistics:
                _statistics = next;
                break;
            default:
                break;
        }

        _text.Break();
    }

    /// <summary>The summary of what was added.</summary>
    /// <param name="status">How the run ended: the exit code decides, not the figures.</param>
    /// <param name="exitCode">The exit code of <c>ansible-playbook</c>; null when it has none.</param>
    /// <param name="duration">How long the run took.</param>
    public ExecutionSummary Summarize(AnsibleRunStatus status, int? exitCode, TimeSpan duration)
    {
        IReadOnlyList<TaskFailure> failures = [.. Failures.Where(failure => failure.Kind is TaskFailureKind.Failed or TaskFailureKind.Unreachable)];
        IReadOnlyDictionary<string, HostSummary> hosts = Hosts();
        return new ExecutionSummary
        {
            Status = status,
            ExitCode = exitCode,
            DurationMs = (long)duration.TotalMilliseconds,
            OkCount = hosts.Values.Sum(host => host.Ok),
            ChangedCount = hosts.Values.Sum(host => host.Changed),
            FailedCount = hosts.Values.Sum(host => host.Failures),
            SkippedCount = hosts.Values.Sum(host => host.Skipped),
            UnreachableCount = hosts.Values.Sum(host => host.Unreachable),
            RescuedCount = hosts.Values.Sum(host => host.Rescued),
            IgnoredCount = hosts.Values.Sum(host => host.Ignored),
            FailedTasks = [.. failures.Select(failure => failure.Task).Distinct(StringComparer.Ordinal)],
            KeyErrors = KeyErrorList.Make(failures, RunErrors, status, exitCode, _text.Tail),
            HostsSummary = hosts,
            NothingRan = status == AnsibleRunStatus.Successful && hosts.Values.All(host => host == new HostSummary()),
            Warnings = _text.Warnings,
            CustomStats = _statistics?.CustomStats ?? ReadOnlyDictionary<string, object?>.Empty,
            Failures = failures,
        };
    }

    private static bool IsInclude(AnsibleEvent result) => result.Action is "include" or "include_tasks" or "include_role";

    private void AddFailure(AnsibleEvent result)
    {
        bool isUnreachable = result.Kind == AnsibleEventKind.Unreachable;

        // Some results carry the task's raw name; its start has it rendered, if for the first host only.
        bool isTemplate = result.Task.Contains("{{", StringComparison.Ordinal);
        string task = isTemplate && _taskNames.TryGetValue(result.TaskId, out string? started) ? started : result.Task;
        _failures.Add(new ObservedFailure(result.Host, task, result.TaskId, result.Message)
        {
            IsInclude = IsInclude(result),
            Fixed = result.IsIgnored ? TaskFailureKind.Ignored : isUnreachable ? TaskFailureKind.Unreachable : null,
        });

        HostCounts host = Host(result.Host);
        if (result.IsIgnored)
        {
            host.AddOk(result.Changed && !isUnreachable);
            host.Ignored++;
        }
        else if (isUnreachable)
        {
            host.Unreachable++;
        }
    }

    private IReadOnlyDictionary<string, HostSummary> Hosts()
    {
        if (_statistics is not null)
        {
            return _statistics.Statistics;
        }

        ILookup<string, ObservedFailure> byHost = _failures.ToLookup(failure => failure.Host, StringComparer.Ordinal);
        SortedDictionary<string, HostSummary> hosts = new(StringComparer.Ordinal);
        foreach ((string name, HostCounts counts) in _hosts)
        {
            hosts[name] = counts.ToSummary(
                byHost[name].Count(failure => failure.Kind == TaskFailureKind.Failed),
                byHost[name].Count(failure => failure.Kind == TaskFailureKind.Rescued));
        }

        return hosts;
    }

    private HostCounts Host(string name)
    {
        if (!_hosts.TryGetValue(name, out HostCounts? counts))
        {
            _hosts[name] = counts = new HostCounts();
        }

        return counts;
    }
}
