namespace Playbooks.Agent.Discovery.Files;

/// <summary>One line of an ignore file, in the syntax of gitignore.</summary>
internal sealed class IgnorePattern
{
    private readonly string[] _segments;
    private readonly bool _isForFoldersOnly;

    private IgnorePattern(string[] segments, bool isForFoldersOnly, bool isNegated)
    {
        _segments = segments;
        _isForFoldersOnly = isForFoldersOnly;
        IsNegated = isNegated;
    }

    /// <summary>True when the pattern includes again what another one ignores.</summary>
    public bool IsNegated { get; }

    /// <summary>Reads a line. Gives null for an empty line and for a comment.</summary>
    public static IgnorePattern? Parse(string line)
    {
        line = WithoutTrailingSpaces(line);
        if (line.Length == 0 || line[0] == '#')
        {
            return null;
        }

        bool isNegated = line[0] == '!';
        string pattern = isNegated ? line[1..] : line;
        bool isForFoldersOnly = pattern.EndsWith('/');
        pattern = isForFoldersOnly ? pattern[..^1] : pattern;

        // A slash elsewhere ties the pattern to the folder of the ignore file.
        bool isAnchored = pattern.Contains('/', StringComparison.Ordinal);
        string[] segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length == 0 ? null : new IgnorePattern(isAnchored ? segments : ["**", .. segments], isForFoldersOnly, isNegated);
    }

    /// <param name="path">The segments of the path, relative to the folder of the ignore file.</param>
    public bool Matches(ReadOnlySpan<string> path, bool isFolder)
    {
        if (_isForFoldersOnly && !isFolder)
        {
            return false;
        }

        int at = 0;
        int position = 0;
        int stars = -1;
        int starsPosition = 0;
        while (position < path.Length)
        {
            if (at < _segments.Length && _segments[at] == "**")
            {
                stars = at++;
                starsPosition = position;
            }
            else if (at < _segments.Length && GlobPattern.Matches(_segments[at], path[position]))
            {
                at++;
                position++;
            }
            else if (stars >= 0)
            {
                at = stars + 1;
                position = ++starsPosition;
            }
            else
            {
                return false;
            }
        }

        // a/** matches the contents of a, but not a itself.
        return at == _segments.Length;
    }

    private static string WithoutTrailingSpaces(string line)
    {
        int end = line.Length;
        while (end > 0 && line[end - 1] is ' ' or '\t' or '\r' && !(end > 1 && line[end - 2] == '\\'))
        {
            end--;
        }

        return line[..end];
    }
}
