namespace Playbooks;

/// <summary>A place in a file.</summary>
/// <param name="File">The file, as its reader was told to call it: a library's files by their path in it.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Column">From 1, in UTF-16 code units; 0 for the line as a whole.</param>
public readonly record struct SourceLocation(string? File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>, without what is not known.</summary>
    public override string ToString() => (File, Line) switch
    {
        (null, _) => "",
        (_, 0) => File,
        _ => $"{File}:{Line}:{Column}",
    };
}
