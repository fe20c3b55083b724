using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Playbooks.Agent.Discovery.Facts;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>The facts of files during one scan: each file is looked at once, and parsed only if it is new or changed.</summary>
internal sealed class ScannedFiles(RepositoryBounds bounds, IReadOnlyDictionary<(string Path, FileKind Kind), CachedFile> known, long maximumBytes, TimeProvider timeProvider)
{
    private const int SniffedBytes = 4096;

    private readonly ConcurrentDictionary<(string Path, FileKind Kind), Lazy<AnsibleFileFacts?>> _facts = new();
    private readonly ConcurrentDictionary<(string Path, FileKind Kind), CachedFile> _remembered = new();
    private readonly ConcurrentDictionary<string, string[]> _listings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);
    private int _parsed;

    /// <summary>How many files were parsed.</summary>
    public int Parsed => _parsed;

    /// <summary>What the next scan is to know. What is gone is not in it.</summary>
    public IReadOnlyDictionary<(string Path, FileKind Kind), CachedFile> Remembered => _remembered;

    /// <summary>The facts of a file; null when it is not there, or not in the repository.</summary>
    public AnsibleFileFacts? Get(string path, FileKind kind)
        => _facts.GetOrAdd((path, kind), static (key, self) => new Lazy<AnsibleFileFacts?>(() => self.Load(key)), this).Value;

    /// <summary>Whether a folder is in the repository.</summary>
    public bool HasFolder(string path) => _folders.GetOrAdd(path, static (folder, self) => Directory.Exists(folder) && self.IsInside(folder), this);

    /// <summary>The files of a folder in the repository, by name; none when there is no such folder.</summary>
    public IReadOnlyList<string> List(string folder) => _listings.GetOrAdd(folder, static (path, self) => self.ReadListing(path), this);

    private bool IsInside(string folder) => folder == bounds.Root || bounds.Resolve(Path.Combine(folder, "x")) is not null;

    private string[] ReadListing(string folder)
    {
        try
        {
            return HasFolder(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As good as absent: what would have been found there counts as not defined.
            return [];
        }
    }

    private AnsibleFileFacts? Load((string Path, FileKind Kind) key)
    {
        try
        {
            return bounds.Resolve(key.Path) is { } path ? Load(key, new FileInfo(path)) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return AnsibleFileReader.Faulty(exception is UnauthorizedAccessException
                ? "The file may not be read by this user."
                : $"The file could not be read ({exception.GetType().Name}).");
        }
    }

    private AnsibleFileFacts? Load((string Path, FileKind Kind) key, FileInfo file)
    {
        if (!file.Exists)
        {
            return null;
        }

        CachedFile? before = known.GetValueOrDefault(key);
        if (before?.IsSurelySame(file) == true)
        {
            _remembered[key] = before;
            return before.Facts;
        }

        if (file.Length == 0)
        {
            // Pipes and devices have no length either, and would be waited for.
            return AnsibleFileFacts.Nothing;
        }

        DateTime readAt = timeProvider.GetUtcNow().UtcDateTime;
        AnsibleFileFacts facts = Read(key.Kind, file, before?.Facts);
        _remembered[key] = new CachedFile(file.Length, file.LastWriteTimeUtc, readAt, facts);
        return facts;
    }

    private AnsibleFileFacts Read(FileKind kind, FileInfo file, AnsibleFileFacts? before)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file.FullName, share: FileShare.ReadWrite | FileShare.Delete);
        long length = RandomAccess.GetLength(handle);
        bool isTooLarge = length > maximumBytes;
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)(isTooLarge ? SniffedBytes : length));
        try
        {
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, Fill(handle, buffer.AsSpan(0, (int)(isTooLarge ? SniffedBytes : length))));
            if (isTooLarge)
            {
                return AnsibleFileReader.MayBeList(bytes)
                    ? AnsibleFileReader.Faulty($"The file has {length} bytes, more than the {maximumBytes} that are read. Raise MaximumFileBytes, or name it in {IgnoreRules.FileName}.")
                    : AnsibleFileFacts.Nothing;
            }

            string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (before?.Digest == digest)
            {
                return before;
            }

            Interlocked.Increment(ref _parsed);
            return AnsibleFileReader.Read(kind, bytes) with { Digest = digest };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Fill(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> buffer)
    {
        int total = 0;
        int read;
        while (total < buffer.Length && (read = RandomAccess.Read(handle, buffer[total..], total)) > 0)
        {
            total += read;
        }

        return total;
    }
}
