namespace Playbooks.Agent.Discovery.Files;

/// <summary>The rules in the ignore files of a folder and of its parent folders.</summary>
internal sealed class IgnoreRules
{
    public const string FileName = ".playbooksignore";
    private const int MaximumBytes = 1 << 20;

    private readonly IgnoreRules? _outer;
    private readonly int _depth;
    private readonly IgnorePattern[] _patterns;

    private IgnoreRules(IgnoreRules? outer, int depth, IgnorePattern[] patterns)
    {
        _outer = outer;
        _depth = depth;
        _patterns = patterns;
    }

    public static IgnoreRules None { get; } = new(null, 0, []);

    /// <summary>Adds the rules of an ignore file in a folder.</summary>
    /// <param name="depth">The number of segments in the folder's path.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public IgnoreRules With(FileInfo file, int depth)
        => file.Length is 0 or > MaximumBytes ? this : new IgnoreRules(this, depth, [.. File.ReadLines(file.FullName).Select(IgnorePattern.Parse).OfType<IgnorePattern>()]);

    /// <summary>
    /// Tells if a path is ignored. The innermost file decides, and in it the last pattern that matches.
    /// </summary>
    public bool Ignores(ReadOnlySpan<string> path, bool isFolder)
    {
        for (IgnoreRules? rules = this; rules is not null; rules = rules._outer)
        {
            for (int i = rules._patterns.Length - 1; i >= 0; i--)
            {
                if (rules._patterns[i].Matches(path[rules._depth..], isFolder))
                {
                    return !rules._patterns[i].IsNegated;
                }
            }
        }

        return false;
    }
}
