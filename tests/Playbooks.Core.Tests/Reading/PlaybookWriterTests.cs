using FsCheck;
using FsCheck.Fluent;
using Playbooks.Reading;

namespace Playbooks.Tests.Reading;

public sealed class PlaybookWriterTests
{
    private static readonly string[] Nasty =
    [
        "", " ", "  ", " leading", "trailing ", "\tx", "x\t", "a\nb", "a\n\nb\n", "a\nb\n\n", "\na", "a\n b", "a \nb", "a\n\tb", "\n", "\n\n", "a\r\nb", "a\rb", "'", "\"", "it's", "\"q\"", "a: b", "a:", ": a",
        "a #b", "# a", "#", "- a", "-", "--- a", "---", "...", "? a", "! a", "&a", "*a", "%a", "@a", "`a", "|", ">", "{a}", "[a]", "{{ parameter.x }}", "{", "}", "a, b", "null", "Null", "~", "true", "False", "yes",
        "1", "-1", "1.0", "1e3", ".5", ".inf", ".nan", "0x1F", "0o7", "+1", "01", "1_000", "2024-01-01", "é", "日本", "😀", "\u00A0", "\u0085", "\u2028", "\uFEFF", "\u200B", "\a", "\x1b[0m", "\x7f", "\\", "\\n", "<<", "=", "a\\",
        new string('x', 2000), new string('x', 200) + " " + new string('y', 200), "line one\n  indented\nline three", "x: |\n  y", "\uD7FF\uE000", "a  b", "key: 'value' # comment", "!!str 1",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(Nasty),
        Gen.Elements(Nasty),
        from parts in Gen.ListOf(Gen.Elements(Nasty.Where(text => text.Length < 100).ToArray())) select string.Concat(parts.Take(4)),
        from text in ArbMap.Default.GeneratorFor<string>() select Valid(text ?? ""));

    /// <summary>What a reader takes for a name or a title.</summary>
    private static readonly Gen<string> Titles = Texts.Where(text => !string.IsNullOrWhiteSpace(text));

    private static readonly Gen<string?> OptionalTexts = Gen.OneOf(Gen.Constant<string?>(null), from text in Texts select (string?)text);

    private static readonly Gen<ScalarValue> Scalars = Gen.OneOf(
        from text in Texts select new ScalarValue(text, text, default),
        Gen.Elements<ScalarValue>(
            new("1", 1L, default), new("0x1F", 31L, default), new("-0.50", -0.5, default), new("true", true, default), new("False", false, default), new("~", null, default), new("", null, default),
            new("null", null, default), new("1e3", 1000.0, default), new(".inf", double.PositiveInfinity, default), new("0o17", 15L, default)));

    private static readonly Gen<double?> Bounds = Gen.Elements<double?>(null, -1.5, 0, 1e-7, 3);

    [Fact]
    public void Write_AnyPlaybook_ReadsAsAnEqualOne()
        => Prop.ForAll(Playbooks().ToArbitrary(), playbook =>
        {
            string yaml = PlaybookWriter.Write(playbook);
            ReadResult result = PlaybookReader.Read(yaml, "x.yaml");
            result.Diagnostics.ShouldBeEmpty(yaml);
            PlaybookShape.FirstDifference(result.Playbook!, playbook).ShouldBeNull(yaml);
            PlaybookWriter.Write(result.Playbook!).ShouldBe(yaml);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Write_AnyText_ReadsAsItself()
        => Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            Playbook playbook = Minimal() with
            {
                Description = text,
                Metadata = new MapValue([new(text, default, new ScalarValue(text, text, default)), new("list" + text, default, new ListValue([new ScalarValue(text, text, default)], default))], default),
            };
            string yaml = PlaybookWriter.Write(playbook);
            ReadResult result = PlaybookReader.Read(yaml, "x.yaml");
            // A key that is '<<' is refused by the reader, however it is quoted.
            if (text != "<<")
            {
                result.Diagnostics.ShouldBeEmpty(yaml);
                PlaybookShape.Of(result.Playbook!).ShouldBe(PlaybookShape.Of(playbook), yaml);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Write_TheExamples_ReadAsEqualOnes()
    {
        string[] files = [.. Directory.EnumerateFiles(Checkout.PathOf("examples"), "*.yaml", SearchOption.AllDirectories).Where(file => PlaybookReader.Read(File.ReadAllBytes(file), "x.yaml").Playbook is not null)];
        files.Length.ShouldBeGreaterThan(2);
        foreach (string file in files)
        {
            Playbook playbook = PlaybookReader.Read(File.ReadAllBytes(file), "x.yaml").Playbook!;

            string yaml = PlaybookWriter.Write(playbook);

            PlaybookShape.Of(PlaybookReader.Read(yaml, "x.yaml").Playbook.ShouldNotBeNull()).ShouldBe(PlaybookShape.Of(playbook));
        }
    }

    [Fact]
    public void Write_APlaybook_IsReadable()
        => PlaybookWriter.Write(Minimal() with { Version = "1.0", Description = "Two\nlines" }).ShouldBe(
            "name: Minimal\nversion: \"1.0\"\ndescription: |-\n  Two\n  lines\nsteps:\n- id: a\n  type: utility.log\n");

    private static Playbook Minimal() => new() { Name = "Minimal", Steps = [new() { Id = "a", Name = "a", Type = "utility.log" }] };

    private static string Valid(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not (0 or 0xFFFD or 0xFFFE or 0xFFFF)).Select(rune => rune.ToString()));

    private static Gen<PlaybookValue> Values(int depth) => depth == 0
        ? from scalar in Scalars select (PlaybookValue)scalar
        : Gen.OneOf(
            from scalar in Scalars select (PlaybookValue)scalar,
            from items in Gen.ListOf(Values(depth - 1)) select (PlaybookValue)new ListValue([.. items.Take(4)], default),
            from map in Maps(depth) select (PlaybookValue)map);

    private static Gen<MapValue> Maps(int depth)
        => from entries in Gen.ListOf(from key in Texts from value in Values(depth - 1) select new MapEntry(key, default, value))
           select new MapValue([.. entries.Where(entry => entry.Key != "<<").DistinctBy(entry => entry.Key).Take(4)], default);

    private static Gen<PlaybookParameter> Parameters(int index)
        => Gen.OneOf(
            from text in Texts
            from other in Texts
            from description in OptionalTexts
            from secret in Gen.Elements(true, false)
            select new PlaybookParameter { Name = $"p{index}", Default = text, Allowed = [text, other], Description = description, Secret = secret, Pattern = "(?s).*", Minimum = 0, Maximum = 100_000 },
            from number in Gen.Elements(long.MinValue, -1L, 0L, 7L, long.MaxValue)
            from minimum in Bounds
            select new PlaybookParameter { Name = $"p{index}", Type = ParameterType.Integer, Default = number, Required = true, Allowed = [number, 5L], Minimum = minimum > number ? null : minimum },
            from number in Gen.Elements(0.1, -2.0, 1e300, 1e15, 123456789012345680.0, double.PositiveInfinity, double.NegativeInfinity, 5e-324, -0.0)
            select new PlaybookParameter { Name = $"p{index}", Type = ParameterType.Float, Default = number, Allowed = [number, 1.0] },
            from flag in Gen.Elements(true, false)
            select new PlaybookParameter { Name = $"p{index}", Type = ParameterType.Boolean, Default = flag },
            from name in Titles
            from type in Gen.Elements(ParameterType.File, ParameterType.Credential)
            select new PlaybookParameter { Name = $"p{index}", Type = type, Default = name },
            from items in Gen.ListOf(Texts)
            select new PlaybookParameter { Name = $"p{index}", Type = ParameterType.List, Items = ParameterType.String, Default = items.Cast<object?>().ToArray(), Maximum = 1000 },
            from text in Texts
            select new PlaybookParameter { Name = $"p{index}", Type = ParameterType.List, Default = new object?[] { text, null, 1L, 2.0, true, Array.Empty<object?>(), new Dictionary<string, object?>() } },
            from text in Texts
            select new PlaybookParameter { Name = $"p{index}", Type = ParameterType.Dict, Default = new Dictionary<string, object?> { ["k" + text] = text, ["n"] = new Dictionary<string, object?> { ["x"] = new object?[] { text } } } });

    private static Gen<PlaybookStep> Steps(string id, int depth)
        => from name in Gen.OneOf(Gen.Constant(id), Titles)
           from description in OptionalTexts
           from type in Titles
           from parameters in Maps(2)
           from when in Gen.OneOf(Gen.Constant<ScalarValue?>(null), from scalar in Scalars.Where(scalar => scalar.Text.Length > 0) select (ScalarValue?)scalar)
           from forEach in Gen.OneOf(Gen.Constant<PlaybookValue?>(null), from value in Values(1).Where(value => value is not ScalarValue { Value: null }) select (PlaybookValue?)value)
           from parallel in Gen.Elements(1, 2, 1000)
           from timeout in Gen.Elements<double?>(null, 0.5, 1.1, 300, 2592000)
           from count in Gen.Choose(0, 100)
           from delay in Gen.Elements(0, 5, 0.001, 86400)
           from backoff in Gen.Elements(Enum.GetValues<RetryBackoff>())
           from action in Gen.Elements(Enum.GetValues<FailureAction>())
           from repeatable in Gen.Elements<bool?>(null, true, false)
           from undo in depth == 0 ? Gen.Constant<PlaybookStep[]>([]) : from one in Steps(id + "u", depth - 1) from two in Steps(id + "v", 0) select new[] { one, two }
           select new PlaybookStep
           {
               Id = id,
               Name = name,
               Description = description,
               Type = type,
               Parameters = parameters,
               When = when,
               ForEach = forEach,
               MaximumParallel = parallel,
               Timeout = timeout is double seconds ? TimeSpan.FromSeconds(seconds) : null,
               Retry = new() { Count = count, Delay = TimeSpan.FromSeconds(delay), Backoff = backoff },
               OnFailure = action,
               Repeatable = repeatable,
               Rollback = undo,
           };

    private static Gen<Playbook> Playbooks()
        => from name in Titles
           from version in OptionalTexts
           from description in OptionalTexts
           from domain in OptionalTexts
           from @group in OptionalTexts
           from first in Parameters(1)
           from second in Parameters(2)
           from step in Steps("s", 2)
           from next in Steps("t", 0)
           from last in Gen.OneOf(Gen.Constant<PlaybookStep[]>([]), from one in Steps("f", 1) select new[] { one })
           from output in Values(3)
           from metadata in Gen.OneOf(Gen.Constant<MapValue?>(null), from map in Maps(3) select (MapValue?)map)
           select new Playbook
           {
               Name = name,
               Version = version,
               Description = description,
               Domain = domain,
               Group = @group,
               Parameters = [first, second],
               Steps = [step, next],
               Finally = last,
               Outputs = [new("out", output, default)],
               Metadata = metadata,
           };
}
