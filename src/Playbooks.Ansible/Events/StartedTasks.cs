namespace Playbooks.Ansible.Events;

/// <summary>The names of the tasks that began last, rendered for the first host. Some results have only the raw
/// template.</summary>
internal sealed class StartedTasks(Redactor redactor)
{
    private const int Maximum = 2048;
    private const int LongestName = 2048;

    private readonly List<Slot> _slots = [];
    private int _newest = -1;

    /// <summary>The name of the task that began last, as the record's bytes.</summary>
    public ReadOnlySpan<byte> Newest => _newest < 0 ? default : _slots[_newest].Name;

    public void Add(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        _newest = (_newest + 1) % Maximum;
        if (_newest == _slots.Count)
        {
            _slots.Add(new Slot());
        }

        _slots[_newest].Set(id, JsonString.Cut(name, LongestName, redactor));
    }

    /// <summary>Gets the name of a task, or the name in its result when the task is not known.</summary>
    public ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> id, ReadOnlySpan<byte> said)
    {
        if (said.IndexOf("{{"u8) < 0)
        {
            return said;
        }

        // The newest first: an id is used again for the next batch of hosts.
        for (int back = 0; back < _slots.Count; back++)
        {
            Slot slot = _slots[(_newest - back + _slots.Count) % _slots.Count];
            if (slot.Id.SequenceEqual(id) && !slot.Name.IsEmpty)
            {
                return slot.Name;
            }
        }

        return said;
    }

    // The buffer is reused for later tasks.
    private sealed class Slot
    {
        private byte[] _bytes = [];
        private int _idLength;
        private int _nameLength;

        public ReadOnlySpan<byte> Id => _bytes.AsSpan(0, _idLength);

        public ReadOnlySpan<byte> Name => _bytes.AsSpan(_idLength, _nameLength);

        public void Set(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
        {
            (_idLength, _nameLength) = (Math.Min(id.Length, LongestName), name.Length);
            if (_bytes.Length < _idLength + _nameLength)
            {
                _bytes = new byte[_idLength + _nameLength];
            }

            id[.._idLength].CopyTo(_bytes);
            name.CopyTo(_bytes.AsSpan(_idLength));
        }
    }
}
