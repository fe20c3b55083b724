using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Playbooks.Ansible.Backends;

namespace Playbooks.Ansible.Artifacts;

/// <summary>Keeps the records of the newest runs: only those parts that are safe to keep.</summary>
/// <remarks>
/// Kept: the summary and the terminal text, without the secrets of the request and of the run. Not kept, though the
/// runner writes them: its command with the whole environment, the fact cache, and the events, which hold the arguments
/// of every module.
/// </remarks>
internal sealed class ArtifactStore
{
    // Sorts by time, and distinguishes the folders of this store from other folders.
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'.'fff'Z'";
    private const string Unfinished = ".new-";
    private const string Discarded = ".old-";

    private readonly AnsibleExecutorOptions _options;

    public ArtifactStore(string repository, AnsibleExecutorOptions options)
    {
        _options = options;
        Folder = options.ArtifactDirectory is { } directory ? Path.GetFullPath(directory) : DefaultFolder(repository);
    }

    public string Folder { get; }

    /// <summary>Keeps a run, and removes the runs that are older than the newest ones.</summary>
    /// <returns>The summary, with the folder in which it was kept.</returns>
    public async Task<ExecutionSummary> KeepAsync(AnsibleInvocation invocation, ExecutionSummary summary)
    {
        if (_options.ArtifactRetention == 0)
        {
            return summary;
        }

        try
        {
            string time = summary.StartedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
            string name = $"{time}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            string unfinished = Path.Combine(Folder, Unfinished + name);
            string finished = Path.Combine(Folder, name);
            ExecutionSummary kept = summary with { ArtifactDirectory = finished };
            RunDirectory.CreatePrivate(Folder);
            RunDirectory.CreatePrivate(unfinished);
            await RunDirectory.WriteFileAsync(
                Path.Combine(unfinished, "summary.json"), Encoding.UTF8.GetBytes(kept.ToJson()), CancellationToken.None)
                .ConfigureAwait(false);
            await KeepTextAsync(invocation, Path.Combine(unfinished, "stdout")).ConfigureAwait(false);
            Directory.Move(unfinished, finished);
            Prune();
            return kept;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A result must not be lost because its record cannot be written.
            ArtifactLog.NotKept(_options.Logger, Folder, exception);
            return summary;
        }
    }

    private static async Task KeepTextAsync(AnsibleInvocation invocation, string target)
    {
        string? source = Directory.EnumerateFiles(invocation.Directory.Artifacts, "stdout", SearchOption.AllDirectories)
            .FirstOrDefault();
        if (source is null)
        {
            return;
        }

        await RunDirectory.WriteFileAsync(target, ReadOnlyMemory<byte>.Empty, CancellationToken.None)
            .ConfigureAwait(false);
        StreamWriter writer = new(target, append: true);
        await using (writer.ConfigureAwait(false))
        {
            // A secret of several lines is masked line by line.
            await foreach (string line in File.ReadLinesAsync(source, CancellationToken.None).ConfigureAwait(false))
            {
                await writer.WriteLineAsync(invocation.Redactor.Mask(line)).ConfigureAwait(false);
            }
        }
    }

    private void Prune()
    {
        IEnumerable<string> old = Directory.EnumerateDirectories(Folder)
            .Where(folder => IsRun(Path.GetFileName(folder)))
            .OrderByDescending(Path.GetFileName, StringComparer.Ordinal)
            .Skip(_options.ArtifactRetention);
        foreach (string folder in old.ToList())
        {
            // Renamed first, so that two processes that prune at the same time never delete the same files.
            string discarded = Path.Combine(Folder, Discarded + Path.GetFileName(folder));
            try
            {
                Directory.Move(folder, discarded);
                Directory.Delete(discarded, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // Another run of the same repository was faster.
            }
        }
    }

    private static bool IsRun(string name)
        => name.Length > 20 && DateTime.TryParseExact(
            name[..20], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static string DefaultFolder(string repository)
    {
        string state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given
            && Path.IsPathRooted(given)
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository)))[..12];
        return Path.Combine(state, "playbooks", "ansible", $"{new DirectoryInfo(repository).Name}-{hash}");
    }
}
