using System.Text;

namespace Playbooks.Tests.Planning;

/// <summary>The place of what is wrong inside a text, however YAML writes the text.</summary>
public sealed class PlaceTests
{
    private const string Head = "name: x\nsteps:\n  - id: a\n    type: utility.log\n    parameters:\n";

    /// <summary>How the message is written below <c>parameters</c>; the wrong reference begins at the mark <c>§</c>, which the file does not hold.</summary>
    public static TheoryData<string> Scalars =>
    [
        "      message: '{{ §gone }}'\n",
        "      message: x {{ §gone }} y\n",
        "      message: 'it''s {{ ''a'' ~ §gone }}'\n",
        "      message: \"a \\\"b\\\" \\u00e9 \\x41 \\U0001F600 \\\\ {{ §gone }}\"\n",
        "      message: \"a\\n\\tb \\\n        c {{ §gone }}\"\n",
        "      message: \"😀 é {{ §gone }}\"\n",
        "      message: |\n        first\n\n        second {{ §gone }}\n        third\n",
        "      message: |2-\n          indented {{ §gone }}\n",
        "      message: >- # folded\n        first\n        second {{ 'a' ~\n          §gone }}\n\n        third\n",
        "      message: plain text\n        goes on {{ 'b' ~\n        §gone }} here\n",
        "      message: 'single\n        goes on {{\n        §gone }}'\n",
        "      message:\n        &anchor !!str\n        \"{{ §gone }}\"\n",
        "      message: &anchor '{{ §gone }}'\n",
        "      message: \"{{ execution.id }} {{ execution.id }} {{ execution.id }} {{ §gone }}\"\n",
        "      message: \"{{ execution.id ~ §gone }} {{ execution.id }}\"\n",
        "      message: >\n        {{ 'gone' ~ \"gone\" }} gone {{ §gone }} gone\n",
        "      message: \"{{ (1 + 2) | §uper }}\"\n",
        "      message: \"{{ parameter. §}}\"\n",
        "      message: \"{{ §step.gone.x | default('') }}\"\n",
    ];

    [Theory]
    [MemberData(nameof(Scalars))]
    public Task Plan_FaultInAScalar_IsPlacedAtItsFirstCharacter(string scalar) => IsPlacedAsync(Head + scalar);

    [Theory]
    [MemberData(nameof(Scalars))]
    public Task Plan_FaultInAFileOfWindows_IsPlacedAtItsFirstCharacter(string scalar) => IsPlacedAsync((Head + scalar).Replace("\n", "\r\n", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Scalars))]
    public Task Plan_FaultInAFileWithByteOrderMark_IsPlacedAtItsFirstCharacter(string scalar) => IsPlacedAsync("\uFEFF" + Head + scalar);

    [Theory]
    [InlineData("\r")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    public Task Plan_FaultBelowAnUnusualLineBreak_IsPlacedInTheSameLineAsTheScalar(string lineBreak)
        => IsPlacedAsync($"# one{lineBreak}# two\n" + Head + "      message: '{{ §gone }}'\n", lineBreaks: lineBreak);

    [Fact]
    public async Task Plan_TheSameTextBelow_IsNotTakenForTheFault()
    {
        // What is folded here stands below on one line.
        const string Yaml = Head + "      message: 'a {{ parameter.gone\n        }} b'\n      level: 'a {{ parameter.gone }} b'\n";
        using TemporaryLibrary library = new();

        PlanningResult result = await library.PlanAsync(Yaml);

        result.Diagnostics.Select(diagnostic => diagnostic.Location.ToString()).ShouldBe(["root.yaml:6:22", "root.yaml:8:20"]);
    }

    [Fact]
    public async Task Plan_SeveralFaultsInOneText_HavePlacesOfTheirOwn()
    {
        using TemporaryLibrary library = new();

        PlanningResult result = await library.PlanAsync(Head + "      message: |\n        {{ gone }} {{ gone }}\n        {{ gone ~ gone }}\n");

        result.Diagnostics.Select(diagnostic => diagnostic.Location.ToString()).ShouldBe(["root.yaml:7:12", "root.yaml:7:23", "root.yaml:8:12", "root.yaml:8:19"]);
    }

    [Fact]
    public async Task Plan_FaultBehindAnAlias_IsPlacedWhereTheTextStands()
    {
        using TemporaryLibrary library = new();

        PlanningResult result = await library.PlanAsync("x-text: &text 'a {{ gone }}'\n" + Head + "      message: *text\n");

        result.Diagnostics.ShouldHaveSingleItem().Location.ToString().ShouldBe("root.yaml:1:21");
    }

    [Theory]
    [InlineData("when: \"parameter.gone == 1\"", "5:12")]
    [InlineData("when: '{{ parameter.gone == 1 }}'", "5:15")]
    [InlineData("when: '  {{ parameter.gone == 1 }}'", "5:17")]
    [InlineData("when: >-\n      parameter.gone\n      == 1", "6:7")]
    [InlineData("for_each: '{{ parameter.gone }}'", "5:19")]
    public async Task Plan_FaultInAnotherKey_IsPlacedAtItsFirstCharacter(string key, string place)
    {
        using TemporaryLibrary library = new();

        PlanningResult result = await library.PlanAsync($"name: x\nsteps:\n  - id: a\n    type: utility.log\n    {key}\n    parameters: {{ message: x }}\n");

        result.Diagnostics.ShouldHaveSingleItem().Location.ToString().ShouldBe($"root.yaml:{place}");
    }

    [Fact]
    public async Task Plan_ManyFaultsInOneText_EndsAtOnce()
    {
        using TemporaryLibrary library = new();
        string text = string.Concat(Enumerable.Repeat("{{ gone }} ", 200_000));

        PlanningResult result = await library.PlanAsync(Head + $"      message: '{text}'\n");

        result.Diagnostics.Count.ShouldBe(200);
        result.Diagnostics[^1].Location.Column.ShouldBe(20 + (199 * 11));
    }

    private static async Task IsPlacedAsync(string marked, string lineBreaks = "")
    {
        string before = marked[..marked.IndexOf('§', StringComparison.Ordinal)].TrimStart('\uFEFF');
        int line = before.Count(sign => sign == '\n' || lineBreaks.Contains(sign)) + 1;
        int column = before.Length - before.LastIndexOf('\n');
        using TemporaryLibrary library = new();
        library.Write("root.yaml", Encoding.UTF8.GetBytes(marked.Replace("§", "", StringComparison.Ordinal)));

        PlanningResult result = await library.Engine().PlanAsync("root.yaml");

        result.Diagnostics.ShouldHaveSingleItem().Location.ToString().ShouldBe($"root.yaml:{line}:{column}");
    }
}
