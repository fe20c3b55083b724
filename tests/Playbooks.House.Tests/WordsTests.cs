using System.Text.RegularExpressions;

namespace Playbooks.House.Tests;

/// <summary>The documentation comments of <c>src</c> are in plain English.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void Summaries_NameTheirSubject()
    {
        IEnumerable<string> wrong =
            from file in Directory.EnumerateFiles(Checkout.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            from Match match in WithoutSubject().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Checkout.Root, file)}: {match.Value}";

        wrong.ShouldBeEmpty("begin with a noun ('The step's status.') or a verb ('Reads …', 'True when …')");
    }

    [GeneratedRegex(@"<summary>\s*(///\s*)?(What|How|Whether|Who|Whom|Where|When|Which|Why)\b[^\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex WithoutSubject();
}
