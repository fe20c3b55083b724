using System.Text.RegularExpressions;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary>Every command of the program that the documents name exists, with every option that they give it.</summary>
public sealed partial class DocumentedCommandSpecs
{
    private static readonly string[] Folders = ["docs", "examples", "src"];

    public static TheoryData<string> Files =>
    [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Checkout.PathOf(folder), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_documented_command_exists_with_its_options(string file)
    {
        string text = await File.ReadAllTextAsync(Checkout.PathOf(file), TestContext.Current.CancellationToken);
        foreach (IGrouping<string, Match> command in Command().Matches(text).GroupBy(match => match.Groups["name"].Value))
        {
            CliResult help = (await Support.CliLibrary.RunInAsync(Checkout.Root, [.. command.Key.Split(' '), "--help"])).ShouldExitWith(0);
            foreach (Match option in command.SelectMany(match => Option().Matches(match.Groups["rest"].Value)))
            {
                help.Output.ShouldContain(option.Value, Case.Sensitive, $"{file}: playbooks {command.Key} {option.Value}");
            }
        }
    }

    /// <summary>On a line of its own, behind a prompt, or in back-quotes.</summary>
    [GeneratedRegex(@"(?:^\$ |^    |`)playbooks (?<name>(?:(?:ansible|agent) )?[a-z-]+)(?<rest>[^`\n]*)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<=\s)--?[a-z][a-z-]*")]
    private static partial Regex Option();
}
