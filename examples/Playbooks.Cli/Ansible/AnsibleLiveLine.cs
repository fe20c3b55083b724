using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary>
/// Shows the progress of an Ansible run on a line of the terminal, which is rewritten. Each play has a line of its own.
/// </summary>
internal sealed class AnsibleLiveLine(TextWriter terminal) : IProgress<AnsibleProgress>, IDisposable
{
    // Returns to the beginning of the line and clears it.
    private const string Anew = "\r\e[2K";
    private const int DefaultWidth = 80;

    private readonly Lock _lock = new();
    private string? _play;
    private bool _isOver;

    public void Report(AnsibleProgress value)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            if (_play is not null && _play != value.Play)
            {
                terminal.Write('\n');
            }

            _play = value.Play;
            string text = PrintableText.Line(value.Play.Length == 0 ? value.ToString() : $"{value.Play}: {value}");
            int width = Math.Max(1, Width() - 1);
            terminal.Write(Anew + (text.Length <= width ? text : text[..width]));
            terminal.Flush();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            if (_play is not null)
            {
                terminal.Write('\n');
            }
        }
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : DefaultWidth;
        }
        catch (Exception exception) when (exception is IOException or PlatformNotSupportedException)
        {
            // Standard error is a terminal, but standard output is not.
            return DefaultWidth;
        }
    }
}
