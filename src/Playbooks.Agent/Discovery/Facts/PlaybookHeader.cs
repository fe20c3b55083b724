using System.Buffers;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>The comment at the beginning of a file.</summary>
internal sealed class PlaybookHeader
{
    private const int MaximumLength = 1000;
    private const string Directive = "playbooks:";

    private static readonly SearchValues<char> Separators = SearchValues.Create("-=*~_+#/ \t.");

    // Written for editors, linters and lawyers.
    private static readonly string[] Modes = ["vim:", "vi:", "ex:", "-*-", "code:", "ansible-lint", "yamllint", "noqa", "yaml-language-server:", "spdx-", "{{", "prettier-ignore"];

    private PlaybookHeader(string? service, string description)
    {
        Service = service;
        Description = description;
    }

    /// <summary>The service of <c># playbooks:service=NAME</c>, in lower case, or null.</summary>
    public string? Service { get; }

    /// <summary>The first block of comments that says something, in one line.</summary>
    public string Description { get; }

    public static PlaybookHeader Read(string text)
    {
        string? service = null;
        List<string> description = [];
        bool isOver = false;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim(" \t\uFEFF");
            if (line.IsEmpty || line is "---" || line[0] == '%')
            {
                isOver = description.Count > 0;
                continue;
            }

            if (line[0] != '#')
            {
                break;
            }

            string comment = line.StartsWith("#!", StringComparison.Ordinal) ? "" : line.TrimStart('#').Trim().ToString();
            if (comment.StartsWith(Directive, StringComparison.OrdinalIgnoreCase))
            {
                service ??= ServiceOf(comment[Directive.Length..]);
            }
            else if (!isOver && Says(comment))
            {
                description.Add(comment);
            }
        }

        string joined = string.Join(' ', description);
        return new PlaybookHeader(service, joined.Length <= MaximumLength ? joined : joined[..(MaximumLength - 1)] + "…");
    }

    private static bool Says(string comment)
        => comment.AsSpan().ContainsAnyExcept(Separators)
            && !Array.Exists(Modes, mode => comment.StartsWith(mode, StringComparison.OrdinalIgnoreCase));

    private static string? ServiceOf(string directive)
    {
        int equals = directive.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !directive.AsSpan(0, equals).Trim().Equals("service", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string value = directive[(equals + 1)..].Trim().Trim('"', '\'').ToLowerInvariant();
        int end = value.AsSpan().IndexOfAny(" \t");
        value = end < 0 ? value : value[..end];
        return value.Length is > 0 and <= 100 ? value : null;
    }
}
