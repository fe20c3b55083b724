using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>What is said between us, the server and a keeper: a letter, and bytes that it gives a meaning.</summary>
/// <remarks>On the wire: the letter, four bytes of length with the highest first, the bytes.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WarmMessage(byte Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>The server has imported Ansible: JSON with the protocol's version and the paths that it has looked at.</summary>
    public const byte Hello = (byte)'H';

    /// <summary>To the server: fork a keeper, which comes to this socket.</summary>
    public const byte Fork = (byte)'F';

    /// <summary>To a keeper: the run, as JSON.</summary>
    public const byte Request = (byte)'R';

    /// <summary>From a keeper: it has the run, and waits for the word.</summary>
    public const byte Ready = (byte)'B';

    /// <summary>To a keeper: begin. From here on something may have happened.</summary>
    public const byte Go = (byte)'G';

    /// <summary>From a keeper: Ansible's standard output.</summary>
    public const byte Output = (byte)'T';

    /// <summary>From a keeper: Ansible's standard error.</summary>
    public const byte Error = (byte)'E';

    /// <summary>To a keeper: interrupt Ansible, as Ctrl+C does.</summary>
    public const byte Interrupt = (byte)'I';

    /// <summary>To a keeper: kill all of it.</summary>
    public const byte Kill = (byte)'K';

    /// <summary>From a keeper, its last: JSON with the exit code, and with what else was ended.</summary>
    public const byte Exit = (byte)'X';

    private const int HeadLength = 5;

    // A keeper sends at most 64 KiB of text at a time; the rest is small.
    private const int LongestContent = 16 * 1024 * 1024;

    /// <summary>Writes one.</summary>
    public static async ValueTask WriteAsync(Stream stream, byte kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        byte[] message = new byte[HeadLength + content.Length];
        message[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), content.Length);
        content.CopyTo(message.AsMemory(HeadLength));
        await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next one; null when the other side has ended, were it in the middle of one.</summary>
    /// <exception cref="InvalidDataException">It is too long to be one.</exception>
    public static async ValueTask<WarmMessage?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadLength];
        if (!await TryReadAsync(stream, head, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1));
        if (length > LongestContent)
        {
            throw new InvalidDataException($"A message of {length} bytes from a warm Ansible: none is that long.");
        }

        byte[] content = length == 0 ? [] : new byte[length];
        return await TryReadAsync(stream, content, cancellationToken).ConfigureAwait(false) ? new WarmMessage(head[0], content) : null;
    }

    private static async ValueTask<bool> TryReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == buffer.Length;
        }
        catch (IOException)
        {
            // The connection was reset: the other side was killed.
            return false;
        }
    }
}
