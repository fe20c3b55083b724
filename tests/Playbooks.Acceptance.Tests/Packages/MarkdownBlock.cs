namespace Playbooks.Acceptance.Tests.Packages;

/// <summary>A fenced block of a Markdown file.</summary>
internal sealed record MarkdownBlock(string File, int Line, string Language, string Text)
{
    /// <summary>The file that its first line names in a comment, such as <c># playbooks/release.yaml</c>; null when it names none.</summary>
    public string? NamedFile => Text.StartsWith("# ", StringComparison.Ordinal) && Text.Split('\n')[0][2..].Trim() is string name && name.EndsWith(".yaml", StringComparison.Ordinal) ? name : null;

    public static IReadOnlyList<MarkdownBlock> ReadAll(string relativePath)
    {
        List<MarkdownBlock> blocks = [];
        string[] lines = System.IO.File.ReadAllLines(Checkout.PathOf(relativePath));
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.IndexOf(lines, "```", i + 1);
            end.ShouldBeGreaterThan(i, $"{relativePath}:{i + 1} opens a block that nothing closes");
            blocks.Add(new MarkdownBlock(relativePath, i + 1, lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end])));
            i = end;
        }

        return blocks;
    }

    /// <summary>Every Markdown file of the project.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md" },
        .. new[] { "docs", "src", "examples" }
            .SelectMany(folder => Directory.EnumerateFiles(Checkout.PathOf(folder), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public override string ToString() => $"{File}:{Line}";
}
