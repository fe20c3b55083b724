namespace Playbooks.Tests.Library;

public sealed class PlaybookPathTests
{
    [Theory]
    [InlineData("a.yaml", "a.yaml")]
    [InlineData("./a.yaml", "a.yaml")]
    [InlineData("b//c/./a.yaml", "b/c/a.yaml")]
    [InlineData("ü/ä b.yaml", "ü/ä b.yaml")]
    [InlineData("..a/b...yaml", "..a/b...yaml")]
    public void Parse_RelativePath_IsWrittenInOneWay(string text, string value)
    {
        PlaybookPath path = PlaybookPath.Parse(text);

        path.Value.ShouldBe(value);
        path.ToString().ShouldBe(value);
        path.ShouldBe(PlaybookPath.Parse(value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/a")]
    [InlineData("//a")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/..")]
    [InlineData("a/../b")]
    [InlineData("a\\b")]
    [InlineData("\\\\server\\a")]
    [InlineData("C:\\a")]
    [InlineData("C:a")]
    [InlineData(".")]
    [InlineData("././")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void TryParse_WhatCouldLeaveTheRoot_IsRefusedWithAProblem(string? text)
    {
        PlaybookPath.TryParse(text, out PlaybookPath? path, out string? problem).ShouldBeFalse();

        path.ShouldBeNull();
        problem.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Parse_NoPath_ThrowsWithTheProblem()
        => Should.Throw<ArgumentException>(() => PlaybookPath.Parse("../a")).Message.ShouldStartWith("The path '../a' leads out of a folder with '..'");
}
