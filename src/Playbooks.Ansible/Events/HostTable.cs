using System.Runtime.InteropServices;

namespace Playbooks.Ansible.Events;

/// <summary>The hosts of a run, found by the bytes of their names.</summary>
internal sealed class HostTable
{
    private readonly Dictionary<byte[], int> _indexes = new(ByteKeys.Comparer);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<HostTally> _tallies = [];
    private byte[]? _lastRaw;
    private int _last;

    public HostTable() => _byBytes = _indexes.GetAlternateLookup<ReadOnlySpan<byte>>();

    public int Count => _tallies.Count;

    public string NameOf(int host) => _names[host];

    public ref HostTally this[int host] => ref CollectionsMarshal.AsSpan(_tallies)[host];

    public int IndexOf(ReadOnlySpan<byte> raw)
    {
        // One record names its host several times, so the last host is remembered.
        if (!raw.SequenceEqual(_lastRaw))
        {
            _last =
                _byBytes.TryGetValue(raw, out byte[]? known, out int host) ? host : Add(raw, JsonString.Decode(raw));
            _lastRaw = known ?? raw.ToArray();
        }

        return _last;
    }

    public int IndexOf(string name)
    {
        if (!_byName.TryGetValue(name, out int host))
        {
            host = _names.Count;
            _byName[name] = host;
            _names.Add(name);
            _tallies.Add(default);
        }

        return host;
    }

    /// <summary>Clears all figures. The names stay.</summary>
    public void Clear() => CollectionsMarshal.AsSpan(_tallies).Clear();

    public IReadOnlyDictionary<string, HostSummary> ToSummaries()
    {
        SortedDictionary<string, HostSummary> hosts = new(StringComparer.Ordinal);
        for (int host = 0; host < Count; host++)
        {
            if (this[host].IsKnown)
            {
                hosts[_names[host]] = this[host].ToSummary();
            }
        }

        return hosts;
    }

    // The same name may come with and without escapes.
    private int Add(ReadOnlySpan<byte> raw, string name)
    {
        int host = IndexOf(name);
        _byBytes[raw] = host;
        return host;
    }
}
