using System.Text;
using Playbooks.Ansible.Events;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>The text that Ansible prints besides the records: warnings, errors, and output of plugins.</summary>
/// <remarks>
/// It goes to a file in the order of time, up to a bound. For the summary, the beginning and the end of each stream are
/// kept apart, so that lines of one stream do not come between the lines of the other.
/// </remarks>
internal sealed class PrintedText : IAsyncDisposable
{
    private const long LongestFile = 8 * 1024 * 1024;

    private readonly Lock _writing = new();
    private readonly StreamWriter _file;
    private readonly PrintedStream _output;
    private readonly PrintedStream _error;
    private bool _isCut;

    /// <param name="path">The file, which must not exist yet.</param>
    public PrintedText(string path)
    {
        _file =
            new StreamWriter(RunDirectory.CreateFile(path), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        _output = new PrintedStream(Write);
        _error = new PrintedStream(Write);
    }

    public ProcessOutputHandler Output => _output.WriteAsync;

    public ProcessOutputHandler Error => _error.WriteAsync;

    /// <summary>The last lines of standard error, or of standard output when there are none; empty for none.</summary>
    public string Quotation => _error.Quotation is { Length: > 0 } error ? error : _output.Quotation;

    /// <summary>Gives the whole text to the summarizer. Called once, when no more text comes.</summary>
    public void AddTo(EventSummarizer summarizer)
    {
        foreach (PrintedStream stream in (ReadOnlySpan<PrintedStream>)[_error, _output])
        {
            stream.Complete();
            summarizer.BreakText();
            foreach (string line in stream.Lines)
            {
                summarizer.AddText(TerminalText.Clean(line));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The disk is full: see below.
        }
    }

    private void Write(string line)
    {
        lock (_writing)
        {
            if (_isCut)
            {
                return;
            }

            try
            {
                _isCut = _file.BaseStream.Position >= LongestFile;
                _file.WriteLine(_isCut ? "[... more was printed, which is left out ...]" : line);
            }
            catch (IOException)
            {
                // The disk is full. The run must not fail because its text cannot be kept.
                _isCut = true;
            }
        }
    }
}
