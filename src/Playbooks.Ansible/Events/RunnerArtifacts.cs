using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Playbooks.Ansible.Events;

/// <summary>Sums up a run of <c>ansible-runner</c> from its artifact folder.</summary>
internal static partial class RunnerArtifacts
{
    private const int LongestLine = 64 * 1024;

    public static async Task<ExecutionSummary> SummarizeAsync(string folder, CancellationToken cancellationToken)
    {
        ThrowIfNone(folder);
        try
        {
            string code = await TextAsync(Path.Combine(folder, "rc"), cancellationToken).ConfigureAwait(false);
            string status = await TextAsync(Path.Combine(folder, "status"), cancellationToken).ConfigureAwait(false);
            EventSummarizer summarizer = new();
            await summarizer.AddFolderAsync(Path.Combine(folder, "job_events"), cancellationToken)
                .ConfigureAwait(false);
            Dictionary<string, HostSummary> recap = new(StringComparer.Ordinal);
            string terminal = Path.Combine(folder, "stdout");
            if (summarizer.Records == 0 && File.Exists(terminal))
            {
                await ReadTerminalAsync(terminal, summarizer, recap, cancellationToken).ConfigureAwait(false);
            }

            return WithRecap(Summarize(summarizer, code, status) with { ArtifactDirectory = folder }, recap);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AnsibleArtifactsException($"'{folder}' cannot be read: {exception.Message}", exception);
        }
    }

    private static ExecutionSummary Summarize(EventSummarizer summarizer, string code, string status)
    {
        // 254 is the runner's own code for a timeout and for a cancelled run. The stopped ansible-playbook has no code
        // then.
        int? exitCode = int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && status is not ("timeout" or "canceled")
                ? number
                : null;
        AnsibleRunStatus ended = (exitCode, status) switch
        {
            (_, "timeout") => AnsibleRunStatus.Timeout,
            (_, "canceled") => AnsibleRunStatus.Cancelled,
            (0, _) => AnsibleRunStatus.Successful,
            _ => AnsibleRunStatus.Failed,
        };
        bool isUnderWay = code.Length == 0 && ended == AnsibleRunStatus.Failed;
        string how = exitCode is not null ? $"Ansible ended with exit code {exitCode}"
            : isUnderWay ? "There is no exit code: the run has not ended, or its runner was killed"
            : "Ansible was killed from outside, such as by the system when memory ran out";
        ExecutionSummary summary = summarizer.SummarizeExisting(ended, exitCode, how);
        return isUnderWay
            ? summary with { Warnings = [.. summary.Warnings, $"{how}. The figures are those so far."] }
            : summary;
    }

    private static void ThrowIfNone(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new AnsibleArtifactsException($"There is no folder '{folder}'.");
        }

        if (Directory.Exists(Path.Combine(folder, "job_events"))
            || ((string[])["rc", "status", "stdout"]).Any(file => File.Exists(Path.Combine(folder, file))))
        {
            return;
        }

        // Perhaps the user meant a run in this folder: name the newest.
        string inside =
            Directory.Exists(Path.Combine(folder, "artifacts")) ? Path.Combine(folder, "artifacts") : folder;
        string? run = Directory.EnumerateDirectories(inside)
            .Where(candidate => Directory.Exists(Path.Combine(candidate, "job_events")))
            .MaxBy(Directory.GetLastWriteTimeUtc);
        throw new AnsibleArtifactsException(
            $"'{folder}' is not an artifact folder of ansible-runner: it holds neither 'job_events' nor 'rc', 'status' "
                + $"or 'stdout'.{(run is null ? "" : $" Did you mean '{run}'?")}");
    }

    private static async Task<string> TextAsync(string file, CancellationToken cancellationToken)
        => File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim() : "";

    private static async Task ReadTerminalAsync(
        string file,
        EventSummarizer summarizer,
        Dictionary<string, HostSummary> recap,
        CancellationToken cancellationToken)
    {
        using StreamReader reader = new(file, Encoding.UTF8);
        char[] buffer = new char[LongestLine];
        StringBuilder line = new();
        int read;
        while ((read = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            foreach (char letter in buffer.AsSpan(0, read))
            {
                if (letter == '\n')
                {
                    Take(line, summarizer, recap);
                }
                else if (line.Length < LongestLine)
                {
                    line.Append(letter);
                }
            }
        }

        Take(line, summarizer, recap);
    }

    private static void Take(StringBuilder line, EventSummarizer summarizer, Dictionary<string, HostSummary> recap)
    {
        string text = TerminalText.Clean(line.ToString());
        line.Clear();
        if (Recap().Match(text) is { Success: true } figures)
        {
            recap[figures.Groups["host"].Value] = new HostSummary
            {
                Ok = Figure(figures, "ok"),
                Changed = Figure(figures, "changed"),
                Unreachable = Figure(figures, "unreachable"),
                Failures = Figure(figures, "failed"),
                Skipped = Figure(figures, "skipped"),
                Rescued = Figure(figures, "rescued"),
                Ignored = Figure(figures, "ignored"),
            };
        }
        else if (text.StartsWith("PLAY ", StringComparison.Ordinal)
            || text.StartsWith("TASK [", StringComparison.Ordinal)
            || text.StartsWith("RUNNING HANDLER [", StringComparison.Ordinal))
        {
            summarizer.BreakText();
        }
        else
        {
            summarizer.AddText(text);
        }
    }

    private static long Figure(Match figures, string name)
        => long.TryParse(
            figures.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long figure)
            ? figure
            : 0;

    private static ExecutionSummary WithRecap(ExecutionSummary summary, Dictionary<string, HostSummary> recap)
        => recap.Count == 0 ? summary : summary with
        {
            OkCount = recap.Values.Sum(host => host.Ok),
            ChangedCount = recap.Values.Sum(host => host.Changed),
            FailedCount = recap.Values.Sum(host => host.Failures),
            SkippedCount = recap.Values.Sum(host => host.Skipped),
            UnreachableCount = recap.Values.Sum(host => host.Unreachable),
            RescuedCount = recap.Values.Sum(host => host.Rescued),
            IgnoredCount = recap.Values.Sum(host => host.Ignored),
            FailuresOmitted = recap.Values.Sum(host => host.Failures + host.Unreachable),
            HostsSummary = recap,
            NothingRan = summary.NothingRan && recap.Values.All(host => host == new HostSummary()),
            Warnings = recap.Values.Any(host => host != new HostSummary())
            ? [.. summary.Warnings.Where(warning => warning != RunSummary.NothingRan)]
            : summary.Warnings,
        };

    [GeneratedRegex(@"^(?<host>\S+)\s+: ok=(?<ok>\d+)\s+changed=(?<changed>\d+)\s+unreachable=(?<unreachable>\d+)\s+failed=(?<failed>\d+)(\s+skipped=(?<skipped>\d+))?(\s+rescued=(?<rescued>\d+))?(\s+ignored=(?<ignored>\d+))?\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Recap();
}
