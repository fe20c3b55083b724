namespace Playbooks.Cli;

/// <summary>
/// Standard output or standard error. Their errors have a type of their own, which tells them apart from those of other files.
/// </summary>
internal sealed class OutputStream : Stream
{
    private readonly Stream _inner;

    private OutputStream(Stream inner) => _inner = inner;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens standard output.</summary>
    public static OutputStream Open() => new(Console.OpenStandardOutput());

    /// <summary>Creates a writer of text to standard output, in the encoding of the terminal.</summary>
    public static TextWriter NewWriter() => NewWriter(Open());

    /// <summary>Creates a writer of text to standard error, in the encoding of the terminal.</summary>
    public static TextWriter NewErrorWriter() => NewWriter(new OutputStream(Console.OpenStandardError()));

    public override void Flush() => _inner.Flush();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _inner.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The second one tells that the caller has closed the stream.
            throw new OutputException(exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static TextWriter NewWriter(OutputStream stream)
        => TextWriter.Synchronized(new StreamWriter(stream, EncodingWithoutMark()) { AutoFlush = true });

    private static System.Text.Encoding EncodingWithoutMark()
        => Console.OutputEncoding is System.Text.UTF8Encoding ? new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding;
}
