using System.Buffers;
using System.Text;
using Playbooks.Processes;

namespace Playbooks;

/// <summary>
/// Splits a script's output into the text that it printed, with its lines <c>KEY=value</c>, and the record of the
/// bootstrap.
/// </summary>
/// <remarks>
/// A token that only the bootstrap gets marks the record, so that no text that the script prints can imitate it.
/// </remarks>
internal sealed class PythonOutput
{
    public const int MaximumNames = 1000;

    /// <summary>The longest record, in bytes.</summary>
    public const int MaximumRecord = 16 * 1024 * 1024;

    private readonly OutputTail _tail;
    private readonly OutputLines _lines;
    private readonly byte[] _mark;
    private readonly ArrayBufferWriter<byte> _record = new();
    private readonly Dictionary<string, object?> _printed = new(StringComparer.Ordinal);
    private byte[] _held = [];
    private Part _part;

    /// <param name="tail">Receives the text that the script printed.</param>
    /// <param name="token">The token that marks the record.</param>
    public PythonOutput(OutputTail tail, string token)
    {
        _tail = tail;
        _lines = new OutputLines(TakeLine);
        _mark = Encoding.ASCII.GetBytes($"{PythonBootstrap.Mark}{token} ");
    }

    private enum Part
    {
        Printed,
        Record,
        AfterRecord,
    }

    /// <summary>The values of the lines <c>KEY=value</c>. The last one of a key counts.</summary>
    public IReadOnlyDictionary<string, object?> Printed => _printed;

    /// <summary>True when there were more than <see cref="MaximumNames"/> keys.</summary>
    public bool HasTooMany { get; private set; }

    /// <summary>True when the record is longer than <see cref="MaximumRecord"/>.</summary>
    public bool IsRecordTooLong { get; private set; }

    /// <summary>The record as JSON text; null when there is none.</summary>
    public string? Record => _part == Part.AfterRecord ? Encoding.UTF8.GetString(_record.WrittenSpan) : null;

    /// <summary>Handles the next bytes. Pass it to <see cref="ChildProcess"/> as a handler.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> rest = bytes;
        if (_part == Part.Printed)
        {
            rest = _held.Length == 0 ? bytes : (byte[])[.. _held, .. bytes.Span];
            int at = rest.Span.IndexOf(_mark);
            if (at < 0)
            {
                // The mark may continue in the next bytes.
                int kept = LengthOfBeginning(rest.Span);
                _held = rest[^kept..].ToArray();
                await PrintAsync(rest[..^kept], cancellationToken).ConfigureAwait(false);
                return;
            }

            await PrintAsync(rest[..at], cancellationToken).ConfigureAwait(false);
            _held = [];
            _part = Part.Record;
            rest = rest[(at + _mark.Length)..];
        }

        if (_part == Part.Record)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            Append(end < 0 ? rest.Span : rest.Span[..end]);
            if (end < 0)
            {
                return;
            }

            _part = Part.AfterRecord;
            rest = rest[(end + 1)..];
        }

        // Threads and exit handlers of the script may still print.
        await PrintAsync(rest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Handles the rest of the output. Call it when the program has ended.</summary>
    public async ValueTask CompleteAsync()
    {
        await PrintAsync(_held, CancellationToken.None).ConfigureAwait(false);
        _held = [];
        _lines.Complete();
    }

    /// <summary>Tells if a playbook can refer to that name.</summary>
    public static bool IsName(string name)
        => name.Length > 0
            && (char.IsLetter(name[0]) || name[0] == '_')
            && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-');

    private async ValueTask PrintAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _tail.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await _lines.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        IsRecordTooLong |= _record.WrittenCount + bytes.Length > MaximumRecord;
        if (!IsRecordTooLong)
        {
            _record.Write(bytes);
        }
    }

    private int LengthOfBeginning(ReadOnlySpan<byte> bytes)
    {
        for (int length = Math.Min(_mark.Length - 1, bytes.Length); length > 0; length--)
        {
            if (bytes.EndsWith(_mark.AsSpan(0, length)))
            {
                return length;
            }
        }

        return 0;
    }

    private void TakeLine(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        // A printed comparison ('==') is not an assignment.
        if (equals <= 0 || !IsName(line[..equals]) || line.AsSpan(equals + 1).StartsWith("="))
        {
            return;
        }

        string name = line[..equals];
        if (_printed.Count < MaximumNames || _printed.ContainsKey(name))
        {
            _printed[name] = line[(equals + 1)..];
        }
        else
        {
            HasTooMany = true;
        }
    }
}
