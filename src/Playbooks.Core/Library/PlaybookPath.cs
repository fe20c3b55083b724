using System.Diagnostics.CodeAnalysis;

namespace Playbooks;

/// <summary>The path of a playbook in its library: relative, with <c>/</c>, and never outside of the root.</summary>
public sealed record PlaybookPath
{
    private PlaybookPath(string value) => Value = value;

    /// <summary>The normalized path.</summary>
    public string Value { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">The path as written.</param>
    /// <param name="path">The path, on success.</param>
    /// <param name="problem">The fault, on failure.</param>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out PlaybookPath? path, [NotNullWhen(false)] out string? problem)
    {
        path = null;
        problem = ProblemOf(text);
        if (problem is null)
        {
            string[] segments = text!.Split('/');
            path = new PlaybookPath(string.Join('/', Array.FindAll(segments, segment => segment is not ("" or "."))));
        }

        return path is not null;
    }

    /// <summary>Reads a path.</summary>
    /// <exception cref="ArgumentException">The text is not a valid path.</exception>
    public static PlaybookPath Parse(string text)
        => TryParse(text, out PlaybookPath? path, out string? problem)
            ? path
            : throw new ArgumentException(problem, nameof(text));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? ProblemOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "The path of a playbook is empty";
        }

        if (text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            return "The path of a playbook holds control characters";
        }

        if (text[0] == '/' || text.Contains('\\', StringComparison.Ordinal) || (text.Length > 1 && text[1] == ':'))
        {
            return $"The path '{text}' is not relative to the library's root, with '/' between folders";
        }

        string[] segments = text.Split('/');
        return Array.Exists(segments, segment => segment == "..") ? $"The path '{text}' leads out of a folder with '..'"
            : Array.TrueForAll(segments, segment => segment is "" or ".") ? $"The path '{text}' names no file"
            : null;
    }
}
