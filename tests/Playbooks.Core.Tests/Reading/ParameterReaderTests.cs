using Playbooks.Reading;

namespace Playbooks.Tests.Reading;

public sealed class ParameterReaderTests : IDisposable
{
    private const string Text = """
        name: Takes all
        parameters:
          - { name: count, type: integer }
          - { name: module, type: file }
        steps: [{ id: say, type: utility.log, parameters: { message: hello } }]
        """;

    private static readonly Playbook Playbook =
        PlaybookReader.Read(System.Text.Encoding.UTF8.GetBytes(Text), "takes.yaml").Playbook.ShouldNotBeNull();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadFileAsync_RelativeFiles_AreTakenFromItsFolder()
    {
        string path = Path.Combine(_folder.Path, "given.yaml");
        await File.WriteAllTextAsync(path, "count: 7\nmodule: a/module.txt\n", TestContext.Current.CancellationToken);

        ParameterReadResult read = await ParameterReader.ReadFileAsync(path, Playbook, TestContext.Current.CancellationToken);

        read.Diagnostics.ShouldBeEmpty();
        read.Values["count"].ShouldBe(7L);
        read.Values["module"].ShouldBe(Path.Combine(_folder.Path, "a", "module.txt"));
    }

    [Fact]
    public async Task ReadFileAsync_TooLarge_IsADiagnostic()
    {
        string path = Path.Combine(_folder.Path, "given.yaml");
        await File.WriteAllBytesAsync(path, new byte[PlaybookReader.MaximumBytes + 10], TestContext.Current.CancellationToken);

        ParameterReadResult read = await ParameterReader.ReadFileAsync(path, Playbook, TestContext.Current.CancellationToken);

        read.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("at most");
    }

    [Theory]
    [InlineData("count=7", "count", 7L)]
    [InlineData("count=seven", "count", "seven")]
    [InlineData("other=a=b", "other", "a=b")]
    [InlineData("module=a.txt", "module", "/work-folder/a.txt")]
    public void ReadAssignment_Value_IsOfTheDeclaredTypeIfItFits(string assignment, string name, object value)
    {
        KeyValuePair<string, object?> read = ParameterReader.ReadAssignment(assignment, Playbook, "/work-folder");

        read.Key.ShouldBe(name);
        read.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("count")]
    [InlineData("=7")]
    public void ReadAssignment_WithoutAName_SaysWhatToWrite(string assignment)
        => Should.Throw<FormatException>(() => ParameterReader.ReadAssignment(assignment, Playbook, "/")).Message.ShouldContain("NAME=VALUE");
}
