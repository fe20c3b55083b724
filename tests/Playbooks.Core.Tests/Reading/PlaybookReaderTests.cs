using System.Text;
using Playbooks.Reading;

namespace Playbooks.Tests.Reading;

public sealed class PlaybookReaderTests
{
    private const string Good = """
        name: Good
        steps:
          - id: say
            type: utility.log
            parameters: { message: hello }
        """;

    [Fact]
    public void Read_EveryKeyOfTheFormat_FillsTheModel()
    {
        Playbook playbook = Ok("""
            name: "Full"
            version: 1.0
            description: what it does
            domain: gateways
            group: setup
            parameters:
              - name: count
                type: integer
                required: true
                default: 3
                description: how many
            steps:
              - id: first
                name: "First step"
                description: why
                type: utility.log
                when: "parameter.count > 1"
                timeout: 1.5
                retry_count: 2
                retry_delay: 0
                on_failure: continue
                parameters: { message: hello }
            outputs:
              said: "{{ step.first.message }}"
            metadata: { author: me, anything: [goes] }
            x-note: free
            """);

        playbook.Name.ShouldBe("Full");
        playbook.Version.ShouldBe("1.0");
        playbook.Description.ShouldBe("what it does");
        playbook.Domain.ShouldBe("gateways");
        playbook.Group.ShouldBe("setup");
        PlaybookParameter parameter = playbook.Parameters.ShouldHaveSingleItem();
        parameter.Name.ShouldBe("count");
        parameter.Type.ShouldBe(ParameterType.Integer);
        parameter.Required.ShouldBeTrue();
        parameter.Default.ShouldBe(3L);
        parameter.Description.ShouldBe("how many");
        parameter.Location.ShouldBe(new SourceLocation("test.yaml", 7, 5));
        PlaybookStep step = playbook.Steps.ShouldHaveSingleItem();
        step.Id.ShouldBe("first");
        step.Name.ShouldBe("First step");
        step.Description.ShouldBe("why");
        step.Type.ShouldBe("utility.log");
        step.TypeLocation.ShouldBe(new SourceLocation("test.yaml", 16, 11));
        step.When!.Text.ShouldBe("parameter.count > 1");
        step.Timeout.ShouldBe(TimeSpan.FromSeconds(1.5));
        step.Retry.ShouldBe(new RetryPolicy { Count = 2, Delay = TimeSpan.Zero });
        step.OnFailure.ShouldBe(FailureAction.Continue);
        step.Location.ShouldBe(new SourceLocation("test.yaml", 13, 5));
        PlaybookOutput output = playbook.Outputs.ShouldHaveSingleItem();
        output.Name.ShouldBe("said");
        output.Location.ShouldBe(new SourceLocation("test.yaml", 24, 3));
        playbook.Metadata!.Find("author").ShouldNotBeNull();
        playbook.Location.ShouldBe(new SourceLocation("test.yaml", 1, 1));
    }

    [Fact]
    public void Read_OnlyWhatIsRequired_TakesTheDefaults()
    {
        PlaybookStep step = Ok(Good).Steps.ShouldHaveSingleItem();

        step.Name.ShouldBe("say");
        step.Timeout.ShouldBeNull();
        step.Retry.Count.ShouldBe(0);
        step.Retry.Delay.ShouldBe(TimeSpan.FromSeconds(5));
        step.OnFailure.ShouldBe(FailureAction.Abort);
        step.When.ShouldBeNull();
    }

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("2", "2")]
    [InlineData("1.10", "1.10")]
    [InlineData("'3.0'", "3.0")]
    [InlineData("0x10", "0x10")]
    public void Read_Version_IsTheTextThatWasWritten(string written, string version)
        => Ok($"{Good}\nversion: {written}").Version.ShouldBe(version);

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("no", "no")]
    [InlineData("on", "on")]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("0o17", 15L)]
    [InlineData("0x1f", 31L)]
    [InlineData("0xFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFF")]
    [InlineData("0o8", "0o8")]
    [InlineData("017", 17L)]
    [InlineData("+5", 5L)]
    [InlineData("-5", -5L)]
    [InlineData("1e3", 1000.0)]
    [InlineData("-.5", -0.5)]
    [InlineData("1.", 1.0)]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("-.Inf", double.NegativeInfinity)]
    [InlineData(".nan", double.NaN)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", 9223372036854775808.0)]
    [InlineData("1_000", "1_000")]
    [InlineData("2026-01-02", "2026-01-02")]
    [InlineData("12:30:45", "12:30:45")]
    [InlineData("~", null)]
    [InlineData("null", null)]
    [InlineData("'null'", "null")]
    [InlineData("\"5\"", "5")]
    [InlineData("!!str 5", "5")]
    public void Read_Scalar_FollowsTheCoreSchemaOfYaml12(string written, object? value)
        => Ok($"{Good}\nmetadata: {{ value: {written} }}").Metadata!.Find("value")!.Value.ShouldBeOfType<ScalarValue>().Value.ShouldBe(value);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Read_AnyLineEnding_CountsTheSameLines(string ending)
    {
        Diagnostic diagnostic = Single(PlaybookReader.Read($"{Good}\nstpes: 1\n".Replace("\r", "", StringComparison.Ordinal).Replace("\n", ending, StringComparison.Ordinal), "test.yaml"));

        diagnostic.Location.ShouldBe(new SourceLocation("test.yaml", 6, 1));
    }

    [Fact]
    public void Read_ByteOrderMark_IsNoPartOfTheText()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("nmae: x\n" + Good)];

        Single(PlaybookReader.Read(bytes, "test.yaml")).Location.ShouldBe(new SourceLocation("test.yaml", 1, 1));
    }

    [Fact]
    public void Read_CharactersBeyondTheBasicPlane_CountAsUtf16CodeUnits()
    {
        Diagnostic diagnostic = Single(Read($"{Good}\n\"x-\U0001F600\": 1\nmetadata: {{ \"\U0001F600é\": a, ? [k] : 1 }}"));

        diagnostic.Code.ShouldBe("PB1009");
        diagnostic.Location.ShouldBe(new SourceLocation("test.yaml", 7, 25));
    }

    [Fact]
    public void Read_ZeroByte_IsNoTextAndIsLocated()
    {
        Diagnostic diagnostic = Single(PlaybookReader.Read("name: x\nsteps: é\0"u8.ToArray(), "test.yaml"));

        diagnostic.ToString().ShouldBe("test.yaml:2:9: error PB1002: Byte 17 (0x00) is not UTF-8 text");
    }

    [Fact]
    public void Read_InvalidUtf8_NamesTheByteAndItsPlace()
    {
        byte[] bytes = [.. "name: x\nsteps: "u8, 0xC3, 0x28];

        Single(PlaybookReader.Read(bytes, "test.yaml")).ToString().ShouldBe("test.yaml:2:8: error PB1002: Byte 15 (0xC3) is not UTF-8 text");
    }

    [Fact]
    public void Read_Utf16_IsRefused()
        => Single(PlaybookReader.Read(Encoding.Unicode.GetBytes(Good), "test.yaml")).Code.ShouldBe("PB1002");

    [Theory]
    [InlineData("[")]
    [InlineData("{ a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Read_TenMegabytesOfNesting_IsRefusedWithinBounds(string nesting)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("name: " + string.Concat(Enumerable.Repeat(nesting, 10 * 1024 * 1024 / nesting.Length)));
        if (nesting is "- " or "? ")
        {
            bytes = bytes[6..];
        }

        ReadResult result = null!;

        Allocations.Of(() => result = PlaybookReader.Read(bytes, "test.yaml")).ShouldBeLessThan(64L * 1024 * 1024);
        Single(result).Code.ShouldBe("PB1006");
    }

    [Fact]
    public void Read_MillionsOfValues_IsRefusedWithinBounds()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("metadata: [" + string.Concat(Enumerable.Repeat("a,", 5_000_000)) + "a]\n" + Good);

        ReadResult result = null!;

        Allocations.Of(() => result = PlaybookReader.Read(bytes, "test.yaml")).ShouldBeLessThan(1024L * 1024 * 1024);
        Single(result).Code.ShouldBe("PB1005");
    }

    [Fact]
    public void Read_AliasBomb_IsRefused()
    {
        StringBuilder yaml = new("metadata:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++)
        {
            yaml.Append($"  a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        Diagnostic diagnostic = Single(Read(yaml + Good));

        diagnostic.Code.ShouldBe("PB1007");
        diagnostic.Message.ShouldBe("Aliases here stand for more than 10000 values");
    }

    [Fact]
    public void Read_AliasesThatNestDeeperThanTheBound_AreRefused()
    {
        StringBuilder yaml = new("metadata:\n  a0: &a0 [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]\n");
        for (int i = 1; i < 5; i++)
        {
            yaml.Append($"  a{i}: &a{i} [[[[[[[[[[[[[[[[[[[[*a{i - 1}]]]]]]]]]]]]]]]]]]]]\n");
        }

        Single(Read(yaml + Good)).Code.ShouldBe("PB1006");
    }

    [Fact]
    public void Read_Alias_StandsForTheValueOfItsAnchor()
    {
        Playbook playbook = Ok($"metadata: {{ a: &it [1, two], b: *it }}\n{Good}");

        ListValue b = playbook.Metadata!.Find("b")!.Value.ShouldBeOfType<ListValue>();
        b.Items.Cast<ScalarValue>().Select(item => item.Value).ShouldBe([1L, "two"]);
    }

    [Fact]
    public void Read_StepsOfAnAlias_AreSteps()
        => Ok("""
            x-step: &step { id: say, type: utility.log }
            name: n
            steps: [*step]
            """).Steps.ShouldHaveSingleItem().Id.ShouldBe("say");

    [Fact]
    public void Read_FilesInTheWild_LoadWithAWarningForVerified()
    {
        ReadResult result = Read($"domain: d\ngroup: g\nverified: true\nmetadata: {{ tags: [a], nested: {{ b: c }} }}\nx-anything: [1]\n{Good}");

        result.Playbook.ShouldNotBeNull().Domain.ShouldBe("d");
        Diagnostic warning = Single(result);
        warning.Severity.ShouldBe(DiagnosticSeverity.Warning);
        warning.ToString().ShouldBe("test.yaml:3:11: warning PB1017: 'verified' in the file has no effect: verification is recorded in playbooks.lock.json");
    }

    [Theory]
    [InlineData("step:\n", "Did you mean 'steps'?")]
    [InlineData("NAME: x\n", "Did you mean 'name'?")]
    [InlineData("paramters: []\n", "Did you mean 'parameters'?")]
    [InlineData("desciprtion: x\n", "Did you mean 'description'?")]
    [InlineData("completely_else: x\n", "Remove it; notes of your own go under 'metadata' or into a key that begins with 'x-'.")]
    public void Read_UnknownKey_SuggestsTheNearest(string line, string hint)
        => Single(Read(line + Good)).Hint.ShouldBe(hint);

    [Fact]
    public void Read_ManyFaults_AreAllReportedInTheOrderOfTheText()
    {
        ReadResult result = Read("""
            nmae: x
            parameters:
              - name: 1bad
                type: strnig
                default: [1]
            steps:
              - id: a
                type: utility.log
                timeout: -1
                retry_count: 101
                on_failure: explode
              - id: a
              - just text
            outputs: [1]
            """);

        result.Playbook.ShouldBeNull();
        result.Diagnostics.Select(diagnostic => $"{diagnostic.Location.Line}:{diagnostic.Location.Column} {diagnostic.Code}").ShouldBe(
        [
            "1:1 PB1012", "1:1 PB1013", "3:11 PB1015", "4:11 PB1014", "5:14 PB1014", "9:14 PB1014", "10:18 PB1014", "11:17 PB1014",
            "12:5 PB1013", "12:9 PB1016", "13:5 PB1014", "14:10 PB1014",
        ], ignoreOrder: true);
        result.Diagnostics.Select(diagnostic => (diagnostic.Location.Line, diagnostic.Location.Column)).ShouldBeInOrder();
    }

    [Fact]
    public void Read_ThousandsOfFaults_ReportsTheFirstOnes()
    {
        string yaml = Good + "\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"unknown{i}: 1\n"));

        ReadResult result = Read(yaml);

        result.Playbook.ShouldBeNull();
        result.Diagnostics.Count.ShouldBe(200);
        result.Diagnostics[0].Message.ShouldBe("Unknown key 'unknown0' in the playbook");
    }

    [Theory]
    [InlineData("string", "5", "5")]
    [InlineData("string", "007", "007")]
    [InlineData("string", "1.10", "1.10")]
    [InlineData("string", "true", "true")]
    [InlineData("integer", "5", 5L)]
    [InlineData("integer", "5.0", 5L)]
    [InlineData("float", "5", 5.0)]
    [InlineData("boolean", "false", false)]
    [InlineData("file", "a.txt", "a.txt")]
    [InlineData("credential", "admin", "admin")]
    public void Read_Default_IsOfTheDeclaredType(string type, string written, object value)
        => Ok($"{Good}\nparameters: [{{ name: p, type: {type}, default: {written} }}]").Parameters[0].Default.ShouldBe(value);

    [Theory]
    [InlineData("integer", "five", "The default of 'p' must be a whole number, not the text 'five'")]
    [InlineData("integer", "5.5", "The default of 'p' must be a whole number, not the number 5.5")]
    [InlineData("float", "'5'", "The default of 'p' must be a number, not the text '5'")]
    [InlineData("boolean", "yes", "The default of 'p' must be true or false, not the text 'yes'")]
    [InlineData("list", "{ a: 1 }", "The default of 'p' must be a list, not a map")]
    [InlineData("dict", "[1]", "The default of 'p' must be a map, not a list")]
    [InlineData("string", "[1]", "The default of 'p' must be text, not a list")]
    public void Read_DefaultOfAnotherType_IsAnError(string type, string written, string message)
        => Single(Read($"{Good}\nparameters: [{{ name: p, type: {type}, default: {written} }}]")).Message.ShouldBe(message);

    [Fact]
    public void Read_LongerThanTheBound_IsRefusedUnread()
    {
        Diagnostic diagnostic = Single(PlaybookReader.Read(new byte[PlaybookReader.MaximumBytes + 1], "test.yaml"));

        diagnostic.ToString().ShouldBe("test.yaml: error PB1005: The file has 16,777,217 bytes; at most 16,777,216 are read");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\uD800")]
    [InlineData("\uFEFF")]
    [InlineData("{")]
    [InlineData("]")]
    [InlineData("- &a *a")]
    [InlineData("&a &b c")]
    [InlineData("*missing")]
    [InlineData("!<%> x")]
    [InlineData("!<> x")]
    [InlineData("! x")]
    [InlineData("!a!b x")]
    [InlineData("%YAML 3.0\n---\na")]
    [InlineData("%YAML 999999999999999999999.1\n---\na")]
    [InlineData("%TAG ! tag:\n---\n!a b")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\U00110000\"")]
    [InlineData("\"\\xZZ\"")]
    [InlineData("name: \"\\uDFFF\"")]
    [InlineData("outputs: { \"\": 1 }")]
    [InlineData("steps: { \"\": 1 }")]
    [InlineData("name: [")]
    [InlineData("a: |\n\tb")]
    [InlineData("a: >99\n b")]
    [InlineData("? ? ? a")]
    [InlineData("--- --- ---")]
    [InlineData("...")]
    [InlineData("# only a comment")]
    [InlineData("<<: 1")]
    [InlineData("'unclosed")]
    public void Read_Garbage_IsDiagnosed(string text)
    {
        ReadResult result = Read(text);

        result.Playbook.ShouldBeNull();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        result.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Message.Length > 0 && diagnostic.Location.File == "test.yaml");
    }

    [Fact]
    public void Read_TabAsIndentation_IsASyntaxErrorAtItsPlace()
    {
        Diagnostic diagnostic = Single(Read("name: x\nsteps:\n\t- id: a\n"));

        diagnostic.Code.ShouldBe("PB1003");
        diagnostic.ToString().ShouldStartWith("test.yaml:3:1: error PB1003: ");
    }

    [Fact]
    public void Read_ManyTimesAtOnce_GivesTheSameEveryTime()
    {
        string[] seen = new string[64];

        Parallel.For(0, seen.Length, index => seen[index] = Read(Good).Playbook!.Steps[0].Id);

        seen.ShouldAllBe(id => id == "say");
    }

    private static ReadResult Read(string yaml) => PlaybookReader.Read(yaml, "test.yaml");

    private static Playbook Ok(string yaml)
    {
        ReadResult result = Read(yaml);
        result.Diagnostics.ShouldBeEmpty();
        return result.Playbook.ShouldNotBeNull();
    }

    private static Diagnostic Single(ReadResult result) => result.Diagnostics.ShouldHaveSingleItem();
}
