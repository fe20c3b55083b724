using System.Collections.Concurrent;

namespace Playbooks.Processes;

/// <summary>The supervisor's Python as one process of a certain Python takes it: as text, or compiled by an earlier process.</summary>
/// <remarks>To compile the text is a quarter of the processor time of a start. Nothing of it is kept on the disk.</remarks>
internal sealed class SupervisorCode
{
    // A Python that was replaced meanwhile compiles anew: its file has another time, or the link to it leads elsewhere.
    private static readonly ConcurrentDictionary<(string Python, DateTime Written), byte[]> Compiled = new();

    private readonly (string Python, DateTime Written) _key;

    private SupervisorCode(string python)
    {
        string file = File.ResolveLinkTarget(python, returnFinalTarget: true)?.FullName ?? python;
        _key = (file, File.GetLastWriteTimeUtc(file));
        IsCompiled = Compiled.TryGetValue(_key, out byte[]? code);
        Bytes = code ?? SupervisorScript.Bytes;
    }

    public byte[] Bytes { get; }

    public bool IsCompiled { get; }

    public static SupervisorCode For(string python) => new(python);

    /// <summary>Keeps what a process has compiled, for the next ones of the same Python.</summary>
    public void Keep(ReadOnlyMemory<byte> code)
    {
        if (!code.IsEmpty)
        {
            Compiled.TryAdd(_key, code.ToArray());
        }
    }
}
