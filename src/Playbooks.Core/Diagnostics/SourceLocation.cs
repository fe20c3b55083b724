namespace Playbooks;

/// <summary>A place in a file.</summary>
/// <param name="File">The file's name in messages. Files of a library are named by their path in it.</param>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Column">The column, from 1, in UTF-16 code units; 0 for the line as a whole.</param>
public readonly record struct SourceLocation(string? File, int Line, int Column)
{
    /// <summary>Formats it as <c>file:line:column</c>, without the parts that are not known.</summary>
    public override string ToString() => (File, Line) switch
    {
        (null, _) => "",
        (_, 0) => File,
        _ => $"{File}:{Line}:{Column}",
    };
}
