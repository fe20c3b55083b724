using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Playbooks.Agent;
using Playbooks.Storage;

namespace Playbooks.Hosting;

/// <summary>Keeps the open work of one agent as notes: a note for each place, as notes cannot be listed.</summary>
internal sealed class StoredQueue(INoteStore notes, string agentId, ILogger logger) : IDisposable
{
    private const string OwnerName = "owner";
    private const string PlacesName = "places";

    private readonly string _category = $"work-queue:{agentId}";
    private readonly Lock _lock = new();
    private readonly SortedSet<int> _free = [];
    private readonly SemaphoreSlim _growing = new(1, 1);
    private int _places;

    /// <summary>Takes the queue over and reads what is in it, by the order in which it came.</summary>
    /// <exception cref="InvalidOperationException">Another process of this machine works on it.</exception>
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

    /// <summary>Gives the queue free for another process.</summary>
    public async Task CloseAsync() => await notes.RemoveNoteAsync(_category, OwnerName, CancellationToken.None).ConfigureAwait(false);

    /// <summary>Adds work, in a place of its own.</summary>
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

    public void Dispose() => _growing.Dispose();

    private static string Name(int slot) => slot.ToString(CultureInfo.InvariantCulture);

    private async Task OwnAsync(CancellationToken cancellationToken)
    {
        using Process self = Process.GetCurrentProcess();
        StoredOwner mine = new(Environment.MachineName, self.Id, self.StartTime.Ticks);
        string? text = await notes.FindNoteAsync(_category, OwnerName, cancellationToken).ConfigureAwait(false);
        if (text is not null && JsonSerializer.Deserialize(text, StoredEntryJson.Default.StoredOwner) is { } owner && owner != mine && IsAlive(owner))
        {
            throw new InvalidOperationException(
                $"The queue of the agent '{agentId}' is worked on by the process {owner.ProcessId} of this machine: give each process over one store its own AgentId, or end that one.");
        }

        await notes.WriteNoteAsync(_category, OwnerName, JsonSerializer.Serialize(mine, StoredEntryJson.Default.StoredOwner), cancellationToken).ConfigureAwait(false);
    }

    // Of another machine's processes nothing is known: an agent's id holds the machine's name by default.
    private static bool IsAlive(StoredOwner owner)
    {
        if (owner.Machine != Environment.MachineName)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(owner.ProcessId);

            // The clock may have been set since; another process under a used id has begun much later.
            return Math.Abs(process.StartTime.Ticks - owner.ProcessStart) < TimeSpan.TicksPerSecond * 2;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
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

    // Before anything is written there: a place that is not counted would not be read after a restart.
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
