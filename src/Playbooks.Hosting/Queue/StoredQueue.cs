using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Playbooks.Agent;
using Playbooks.Processes;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>
/// Keeps the open work of one agent as notes. Notes cannot be listed, so each place of the queue has a note of its own.
/// </summary>
internal sealed class StoredQueue(INoteStore notes, string agentId, TimeProvider timeProvider, ILogger logger) : IDisposable
{
    private const string OwnerName = "owner";
    private const string PlacesName = "places";

    // The state of an owner in another container or on another machine is unknown. It counts as dead when it has not
    // renewed its claim for this time.
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(60);

    private readonly string _category = $"work-queue:{agentId}";
    private readonly Lock _lock = new();
    private readonly SortedSet<int> _free = [];
    private readonly SemaphoreSlim _growing = new(1, 1);
    private int _places;
    private ITimer? _renewal;

    /// <summary>Takes over the queue and reads its work, in the order of arrival.</summary>
    /// <exception cref="InvalidOperationException">Another process works on the queue, or may still do so.</exception>
    /// <exception cref="ExecutionStoreException">It cannot be read.</exception>
    public async Task<IReadOnlyList<(int Slot, StoredEntry Entry, WorkRequest Request)>> OpenAsync(CancellationToken cancellationToken)
    {
        await OwnAsync(cancellationToken).ConfigureAwait(false);
        string? places = await notes.FindNoteAsync(_category, PlacesName, cancellationToken).ConfigureAwait(false);
        int count = int.TryParse(places, NumberStyles.None, CultureInfo.InvariantCulture, out int known) ? known : 0;
        List<(int Slot, StoredEntry Entry, WorkRequest Request)> found = [];
        List<int> free = [];
        for (int slot = 0; slot < count; slot++)
        {
            string? text = await notes.FindNoteAsync(_category, Name(slot), cancellationToken).ConfigureAwait(false);
            if (text is null)
            {
                free.Add(slot);
            }
            else if (Read(slot, text) is (StoredEntry entry, WorkRequest request))
            {
                found.Add((slot, entry, request));
            }
        }

        lock (_lock)
        {
            _places = count;
            _free.UnionWith(free);
        }

        return [.. found.OrderBy(each => each.Entry.Sequence)];
    }

    /// <summary>Releases the queue for another process.</summary>
    public async Task CloseAsync()
    {
        await StopRenewingAsync().ConfigureAwait(false);
        await notes.RemoveNoteAsync(_category, OwnerName, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Adds work in a free place.</summary>
    public async Task<int> AddAsync(long sequence, string request, CancellationToken cancellationToken)
    {
        int slot = await PlaceAsync(cancellationToken).ConfigureAwait(false);
        bool isWritten = false;
        try
        {
            await WriteAsync(slot, new StoredEntry(sequence, IsBegun: false, request), cancellationToken).ConfigureAwait(false);
            isWritten = true;
            return slot;
        }
        finally
        {
            if (!isWritten)
            {
                Free(slot);
            }
        }
    }

    public Task BeginAsync(int slot, long sequence, string request)
        => WriteAsync(slot, new StoredEntry(sequence, IsBegun: true, request), CancellationToken.None);

    public async Task RemoveAsync(int slot)
    {
        await notes.RemoveNoteAsync(_category, Name(slot), CancellationToken.None).ConfigureAwait(false);
        Free(slot);
    }

    public void Dispose()
    {
        _renewal?.Dispose();
        _growing.Dispose();
    }

    private static string Name(int slot) => slot.ToString(CultureInfo.InvariantCulture);

    private async Task OwnAsync(CancellationToken cancellationToken)
    {
        if (await FindOwnerAsync(cancellationToken).ConfigureAwait(false) is { Process: { } process } owner && process != ProcessIdentity.Current)
        {
            if (!ProcessIdentity.IsDead(process) && owner.ExpiresAt > timeProvider.GetUtcNow())
            {
                throw new InvalidOperationException(
                    $"The queue of the agent '{agentId}' is worked on by the process {ProcessIdentity.IdOf(process)} ({process}): give each process "
                    + $"over one store its own AgentId, or end that one. If it is dead, the queue can be taken over after {owner.ExpiresAt:O}.");
            }

            // Programs that the dead process started may still be ending. New work must not run beside them.
            await ProcessIdentity.WaitForProgramsAsync(process, cancellationToken).ConfigureAwait(false);
        }

        await WriteOwnerAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan interval = Claim / 3;
        _renewal = timeProvider.CreateTimer(static queue => _ = ((StoredQueue)queue!).RenewAsync(), this, interval, interval);
    }

    private async Task<StoredOwner?> FindOwnerAsync(CancellationToken cancellationToken)
        => await notes.FindNoteAsync(_category, OwnerName, cancellationToken).ConfigureAwait(false) is { } text
            ? JsonSerializer.Deserialize(text, StoredEntryJson.Default.StoredOwner)
            : null;

    private async Task WriteOwnerAsync(CancellationToken cancellationToken)
    {
        StoredOwner owner = new(ProcessIdentity.Current, timeProvider.GetUtcNow() + Claim);
        string text = JsonSerializer.Serialize(owner, StoredEntryJson.Default.StoredOwner);
        await notes.WriteNoteAsync(_category, OwnerName, text, cancellationToken).ConfigureAwait(false);
    }

    private async Task RenewAsync()
    {
        try
        {
            // Not when another process has taken over the queue, as after a long pause of this machine.
            if (await FindOwnerAsync(CancellationToken.None).ConfigureAwait(false) is { Process: { } process } && process == ProcessIdentity.Current)
            {
                await WriteOwnerAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            QueueLog.NotRenewed(logger, agentId, exception);
        }
    }

    private async Task StopRenewingAsync()
    {
        if (_renewal is { } renewal)
        {
            _renewal = null;
            await renewal.DisposeAsync().ConfigureAwait(false);
        }
    }

    private (StoredEntry Entry, WorkRequest Request)? Read(int slot, string text)
    {
        try
        {
            StoredEntry entry = JsonSerializer.Deserialize(text, StoredEntryJson.Default.StoredEntry) ?? throw new JsonException("It is null.");
            return (entry, WorkRequest.FromJson(entry.Request));
        }
        catch (Exception exception) when (exception is JsonException or WorkRequestException or ArgumentNullException)
        {
            QueueLog.Unreadable(logger, $"{_category}, {slot}: {exception.Message}");
            return null;
        }
    }

    private async Task<int> PlaceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_free.Count > 0)
                {
                    int slot = _free.Min;
                    _free.Remove(slot);
                    return slot;
                }
            }

            await _growing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await GrowAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _growing.Release();
            }
        }
    }

    // Count the new place before writing to it: otherwise it would not be read after a restart.
    private async Task GrowAsync(CancellationToken cancellationToken)
    {
        const int Step = 16;
        lock (_lock)
        {
            if (_free.Count > 0)
            {
                return;
            }
        }

        int places = _places + Step;
        await notes.WriteNoteAsync(_category, PlacesName, Name(places), cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            _free.UnionWith(Enumerable.Range(_places, Step));
            _places = places;
        }
    }

    private Task WriteAsync(int slot, StoredEntry entry, CancellationToken cancellationToken)
        => notes.WriteNoteAsync(_category, Name(slot), JsonSerializer.Serialize(entry, StoredEntryJson.Default.StoredEntry), cancellationToken).AsTask();

    private void Free(int slot)
    {
        lock (_lock)
        {
            _free.Add(slot);
        }
    }
}
