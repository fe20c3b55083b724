namespace Playbooks.Tests.Values;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("Größe ✓ 😀", "Größe ✓ 😀")]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("\u001b[2Jx\u009by\u007f", " [2Jx y ")]
    [InlineData("safe\u202etxt.exe\u2066", "safe txt.exe ")]
    public void Line_ControlCharacters_AreSpaces(string text, string line) => PrintableText.Line(text).ShouldBe(line);

    [Fact]
    public void Lines_LineEnds_Stay() => PrintableText.Lines("a\r\nb\u001b\n").ShouldBe("a\nb \n");
}
