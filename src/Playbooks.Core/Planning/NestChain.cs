namespace Playbooks;

/// <summary>Writes a chain of calls: <c>a.yaml → b.yaml → a.yaml</c>.</summary>
internal static class NestChain
{
    private const int LongestShown = 12;

    public static string Write(IEnumerable<NestNode> nodes)
    {
        string[] paths = [.. nodes.Select(node => node.Path.Value)];
        IEnumerable<string> shown = paths.Length <= LongestShown
            ? paths
            : [.. paths[..(LongestShown / 2)], "…", .. paths[^(LongestShown / 2)..]];
        return string.Join(" → ", shown);
    }
}
