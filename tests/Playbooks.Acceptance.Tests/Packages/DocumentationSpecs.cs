using System.Text.RegularExpressions;
using Playbooks.Reading;

namespace Playbooks.Acceptance.Tests.Packages;

/// <summary>What the documents show is compiled, read or run.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class DocumentationSpecs(PackedPackages packages)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. MarkdownBlock.Files];

    [Fact(Timeout = Limit)]
    public async Task The_program_of_the_README_prints_what_the_README_says()
    {
        IReadOnlyList<MarkdownBlock> blocks = MarkdownBlock.ReadAll("README.md");
        ConsumerProject consumer = packages.MakeConsumer("Readme", "Playbooks.Core");
        consumer.Write("Program.cs", blocks.First(block => block.Language == "csharp").Text);
        foreach (MarkdownBlock file in blocks.Where(block => block.NamedFile is not null))
        {
            consumer.Write(file.NamedFile!, file.Text);
        }

        string output = await consumer.RunAsync(Cancellation);

        output.Trim().ShouldBe(blocks.First(block => block.Language == "text").Text.Trim());
    }

    [Fact]
    public void The_README_shows_code_by_line_10_and_is_at_most_150_lines_long()
    {
        MarkdownBlock.ReadAll("README.md")[0].ShouldSatisfyAllConditions(
            block => block.Language.ShouldBe("csharp"),
            block => block.Line.ShouldBeLessThanOrEqualTo(10));
        File.ReadLines(Checkout.PathOf("README.md")).Count().ShouldBeLessThanOrEqualTo(150);
    }

    /// <summary>Each block is a program of its own: a namespace keeps their types apart, a method their statements.</summary>
    [Fact(Timeout = Limit)]
    public async Task Every_program_in_the_documents_compiles()
    {
        MarkdownBlock[] programs = [.. MarkdownBlock.Files.SelectMany(MarkdownBlock.ReadAll).Where(block => block.Language == "csharp")];
        programs.Length.ShouldBeGreaterThanOrEqualTo(4);
        ConsumerProject consumer = packages.MakeConsumer("Documents", [.. PackedPackages.Names, "Microsoft.Extensions.Hosting"]);
        consumer.Write("Program.cs", "return 0;");
        for (int i = 0; i < programs.Length; i++)
        {
            consumer.Write($"Block{i}.cs", Wrap(programs[i].Text, $"Block{i}"));
        }

        await consumer.BuildAsync(Cancellation);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_playbook_in_the_documents_reads(string file)
    {
        foreach (MarkdownBlock block in MarkdownBlock.ReadAll(file).Where(block => block.Language == "yaml" && block.Text.Contains("\nsteps:", StringComparison.Ordinal)))
        {
            PlaybookReader.Read(block.Text, block.ToString()).Diagnostics.ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_script_and_every_link_in_the_documents_exists(string file)
    {
        string text = File.ReadAllText(Checkout.PathOf(file));
        string folder = Path.GetDirectoryName(Checkout.PathOf(file))!;
        foreach (Match link in RelativeLink().Matches(text))
        {
            string target = Path.GetFullPath(Path.Combine(folder, link.Groups[1].Value));
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{file} links to {link.Groups[1].Value}");
        }

        foreach (Match script in Script().Matches(text))
        {
            string target = Checkout.PathOf(script.Groups[1].Value);
            File.Exists(target).ShouldBeTrue($"{file} names {script.Groups[1].Value}");
            File.GetUnixFileMode(target).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue($"{script.Groups[1].Value} can be executed");
        }
    }

    [Fact]
    public void Every_diagnostic_has_its_line_in_the_documents_with_an_example_and_the_fix()
    {
        string[] lines = File.ReadAllLines(Checkout.PathOf("docs", "diagnostics.md"));
        foreach (DiagnosticDescriptor descriptor in DiagnosticDescriptor.All)
        {
            string[] cells = EscapedPipe().Replace(lines.Single(line => line.StartsWith($"| {descriptor.Id} |", StringComparison.Ordinal)), "\0").Split('|');
            string[] texts = [.. cells[1..^1].Select(cell => cell.Replace('\0', '|').Trim())];
            texts.Length.ShouldBe(5, descriptor.Id);
            texts[1].ShouldBe(descriptor.Severity.ToString().ToLowerInvariant(), descriptor.Id);
            texts[2].ShouldBe(descriptor.Title);
            texts[3].Length.ShouldBeGreaterThan(4, $"{descriptor.Id} has an example");
            texts[4].ShouldBe(descriptor.Fix);
        }
    }

    private static string Wrap(string program, string name)
    {
        string[] lines = program.Split('\n');
        IEnumerable<string> usings = lines.Where(IsUsing);
        int firstType = Array.FindIndex(lines, line => line.StartsWith("public ", StringComparison.Ordinal) || line.StartsWith("/// ", StringComparison.Ordinal));
        firstType = firstType < 0 ? lines.Length : firstType;
        IEnumerable<string> statements = lines[..firstType].Where(line => !IsUsing(line));
        return $$"""
            {{string.Join('\n', usings)}}

            namespace Documents.{{name}}
            {
                {{string.Join('\n', lines[firstType..])}}

                internal static class Program
                {
                    public static async Task MainAsync(string[] args)
                    {
                        await Task.CompletedTask;
                        {{string.Join('\n', statements)}}
                    }
                }
            }
            """;
    }

    private static bool IsUsing(string line) => UsingDirective().IsMatch(line);

    [GeneratedRegex(@"\\\|")]
    private static partial Regex EscapedPipe();

    [GeneratedRegex(@"^using [\w.]+;")]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)", RegexOptions.None, 1000)]
    private static partial Regex RelativeLink();

    [GeneratedRegex(@"^\./(build/[\w.-]+\.sh)", RegexOptions.Multiline, 1000)]
    private static partial Regex Script();
}
