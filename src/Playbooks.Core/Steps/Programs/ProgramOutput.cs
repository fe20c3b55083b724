using System.Text.Json;
using Playbooks.Processes;

namespace Playbooks;

/// <summary>What a step's program said, in bounded memory.</summary>
internal sealed class ProgramOutput
{
    public const long DefaultBytes = 1024 * 1024;
    public const long MaximumBytes = 64 * 1024 * 1024;

    private const int LongestQuote = 400;

    /// <summary>Fewer letters of a secret tell nothing, and would take ordinary ones away.</summary>
    private const int ShortestLeak = 4;

    private readonly IReadOnlyList<string> _secrets;

    /// <param name="maximumBytes">What is kept of each of the two: their ends.</param>
    /// <param name="secrets">What the program was given and may repeat.</param>
    public ProgramOutput(long maximumBytes, IReadOnlyList<string> secrets)
    {
        _secrets = secrets;
        Output = new OutputTail((int)maximumBytes);
        Error = new OutputTail((int)maximumBytes);
    }

    /// <summary>The parameter that bounds it.</summary>
    public static PlaybookParameter Parameter { get; } = new()
    {
        Name = "max_output_bytes",
        Type = ParameterType.Integer,
        Default = DefaultBytes,
        Minimum = 1,
        Maximum = MaximumBytes,
        Description = "How much is kept of the output, and as much of the error output: the last bytes. 1 MiB by default, at most 64 MiB.",
    };

    public OutputTail Output { get; }

    public OutputTail Error { get; }

    public bool IsCut => Output.IsCut || Error.IsCut;

    /// <summary>Without the line ending at its end.</summary>
    public string OutputText => Text(Output);

    /// <summary>Without the line ending at its end.</summary>
    public string ErrorText => Text(Error);

    /// <summary>The end of what it said, in one line: of the error output, or of the output when that is empty.</summary>
    public string Quote()
    {
        string said = ErrorText.Trim() is { Length: > 0 } error ? error : OutputText.Trim();
        if (said.Length > LongestQuote)
        {
            said = "…" + WithoutEndOfSecret(said[^LongestQuote..]).TrimStart();
        }

        return string.Join(" | ", said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The output as a value, or null when it is no JSON.</summary>
    public object? Json()
    {
        string text = OutputText.Trim();
        // What cannot be JSON is not worth an exception.
        if (Output.IsCut || text.Length == 0 || !(text[0] is '{' or '[' or '"' or '-' or 't' or 'f' or 'n' || char.IsAsciiDigit(text[0])))
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

    private string Text(OutputTail tail)
    {
        string text = tail.ToString();
        text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        return tail.IsCut ? WithoutEndOfSecret(text) : text;
    }

    /// <summary>A cut may have fallen into the middle of a secret. Its second half is not known as one, and would be shown.</summary>
    private string WithoutEndOfSecret(string text)
    {
        int dropped = 0;
        foreach (string secret in _secrets)
        {
            for (int start = 1; start <= secret.Length - ShortestLeak; start++)
            {
                if (text.AsSpan().StartsWith(secret.AsSpan(start), StringComparison.Ordinal))
                {
                    dropped = Math.Max(dropped, secret.Length - start);
                    break;
                }
            }
        }

        return text[dropped..];
    }
}
