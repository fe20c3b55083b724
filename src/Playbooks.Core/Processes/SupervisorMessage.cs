using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Playbooks.Processes;

/// <summary>A message between this process and a supervisor: a letter and its content.</summary>
/// <remarks>Format: the letter, four bytes of length (big-endian), the content.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SupervisorMessage(byte Kind, ReadOnlyMemory<byte> Content)
{
    /// <summary>To a supervisor: the program to start, and the way to end it.</summary>
    public const byte Request = (byte)'R';

    /// <summary>
    /// From a supervisor: it has the request. From here on it removes the run's folder if this process dies.
    /// </summary>
    public const byte Ready = (byte)'B';

    /// <summary>To a supervisor: start the program. From here on the program may have done something.</summary>
    public const byte Go = (byte)'G';

    /// <summary>From a supervisor: the program has started. The content is its process id.</summary>
    public const byte Started = (byte)'S';

    /// <summary>From a supervisor: the program could not be started. The content is the reason.</summary>
    public const byte Refused = (byte)'F';

    /// <summary>To a supervisor: end all processes.</summary>
    public const byte End = (byte)'E';

    /// <summary>
    /// From a supervisor: the program has ended and left processes in the background. The content is its exit code.
    /// </summary>
    public const byte Ended = (byte)'D';

    /// <summary>To a supervisor: the processes in the background may go on.</summary>
    public const byte Leave = (byte)'L';

    /// <summary>From a supervisor: a text for the user.</summary>
    public const byte Warning = (byte)'W';

    /// <summary>From a supervisor, as its last message: a <see cref="SupervisorReport"/>.</summary>
    public const byte Report = (byte)'X';

    private const int HeadLength = 5;

    // A supervisor sends at most 64 KiB of output at a time, and a bounded report.
    private const int LongestContent = 16 * 1024 * 1024;

    /// <summary>Writes a message.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="kind">One of the constants, or a letter that only the two sides know.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public static async ValueTask WriteAsync(
        Stream stream, byte kind, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] message = new byte[HeadLength + content.Length];
        message[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), content.Length);
        content.CopyTo(message.AsMemory(HeadLength));
        await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next message.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The message; null when the other side has closed the connection, even within a message.</returns>
    /// <exception cref="InvalidDataException">The message is longer than any that a supervisor sends.</exception>
    public static async ValueTask<SupervisorMessage?> ReadAsync(
        Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] head = new byte[HeadLength];
        if (!await TryReadAsync(stream, head, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1));
        if (length > LongestContent)
        {
            throw new InvalidDataException($"A supervisor sent a message of {length} bytes: none is that long.");
        }

        byte[] content = length == 0 ? [] : new byte[length];
        return await TryReadAsync(stream, content, cancellationToken).ConfigureAwait(false)
            ? new SupervisorMessage(head[0], content)
            : null;
    }

    private static async ValueTask<bool> TryReadAsync(
        Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int read = await stream.ReadAtLeastAsync(
                buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return read == buffer.Length;
        }
        catch (IOException)
        {
            // The connection was reset: the other side was killed.
            return false;
        }
    }
}
