using System.Text.Json;
using Playbooks.Processes;

namespace Playbooks;

/// <summary>The output and the error output of a step's program, in bounded memory.</summary>
internal sealed class ProgramOutput
{
    public const long DefaultBytes = 1024 * 1024;
    public const long MaximumBytes = 64 * 1024 * 1024;

    private const int LongestQuote = 400;

    private readonly Redactor _redactor;

    /// <param name="maximumBytes">The number of bytes that are kept of each of the two, from the end.</param>
    /// <param name="redactor">The run's redactor: the program may print the run's secrets.</param>
    public ProgramOutput(long maximumBytes, Redactor redactor)
    {
        _redactor = redactor;
        Output = new OutputTail((int)maximumBytes, redactor);
        Error = new OutputTail((int)maximumBytes, redactor);
    }

    /// <summary>The parameter that sets the limit.</summary>
    public static PlaybookParameter Parameter { get; } = new()
    {
        Name = "max_output_bytes",
        Type = ParameterType.Integer,
        Default = DefaultBytes,
        Minimum = 1,
        Maximum = MaximumBytes,
        Description =
            "The number of bytes that are kept of the output, and of the error output, from the end. 1 MiB by default, "
                + "at most 64 MiB.",
    };

    public OutputTail Output { get; }

    public OutputTail Error { get; }

    public bool IsCut => Output.IsCut || Error.IsCut;

    /// <summary>The output without the line ending at its end.</summary>
    public string OutputText => Text(Output);

    /// <summary>The error output without the line ending at its end.</summary>
    public string ErrorText => Text(Error);

    /// <summary>
    /// Quotes the end of the error output, or of the output when the former is empty, in one masked line.
    /// </summary>
    public string Quote()
    {
        string said = _redactor.Mask(ErrorText.Trim() is { Length: > 0 } error ? error : OutputText.Trim());
        if (said.Length > LongestQuote)
        {
            said = "…" + said[^LongestQuote..].TrimStart();
        }

        return string.Join(
            " | ", said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Gets the output as a value; null when it is not JSON.</summary>
    public object? Json()
    {
        string text = OutputText.Trim();
        // Text that cannot be JSON is sorted out first, since an exception is expensive.
        if (Output.IsCut
            || text.Length == 0
            || !(text[0] is '{' or '[' or '"' or '-' or 't' or 'f' or 'n' || char.IsAsciiDigit(text[0])))
        {
            return null;
        }

        try
        {
            return PlaybookValues.ParseJson(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(OutputTail tail)
    {
        string text = tail.ToString();
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
