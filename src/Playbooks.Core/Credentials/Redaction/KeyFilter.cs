namespace Playbooks.Redaction;

/// <summary>
/// A quick filter of keys: it may report a key that it does not hold, but never misses one that it holds.
/// </summary>
internal sealed class KeyFilter
{
    // 4 KB. With a thousand forms, about 3 of 100 other keys pass the filter.
    private const int Bits = 15;

    // Fibonacci hashing: the upper bits of the product depend on all bits of the key.
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong[] _words = new ulong[1 << (Bits - 6)];

    public void Add(ulong key)
    {
        int bit = BitOf(key);
        Interlocked.Or(ref _words[bit >> 6], 1UL << (bit & 63));
    }

    public bool MayHold(ulong key)
    {
        int bit = BitOf(key);
        return (_words[bit >> 6] >> (bit & 63) & 1) != 0;
    }

    private static int BitOf(ulong key) => (int)(key * Multiplier >> (64 - Bits));
}
