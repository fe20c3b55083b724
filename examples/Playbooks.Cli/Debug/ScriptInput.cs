namespace Playbooks.Cli;

/// <summary>
/// Reads commands from a file, one on each line. Empty lines and comments, which begin with #, are skipped.
/// </summary>
internal sealed class ScriptInput : IDebugInput
{
    private readonly string _file;
    private readonly string[] _lines;
    private int _next;

    private ScriptInput(string file, string[] lines)
    {
        _file = file;
        _lines = lines;
    }

    public bool IsEchoed => true;

    public string? Place => $"{_file}:{_next}";

    /// <exception cref="UsageException">The file does not exist.</exception>
    public static ScriptInput Read(string file)
        => File.Exists(file) ? new ScriptInput(file, File.ReadAllLines(file)) : throw new UsageException($"the debugger's script '{file}' does not exist");

    public Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        while (_next < _lines.Length)
        {
            string line = _lines[_next++].Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                return Task.FromResult<string?>(line);
            }
        }

        return Task.FromResult<string?>(null);
    }
}
