
namespace Playbooks.Tests.Templates;

/// <summary>Templates as their users meet them: through a step that records what it was given.</summary>
public sealed class TemplateTests
{
    private const string Parameters = """
        - { name: text, default: "a text" }
        - { name: count, type: integer, default: 3 }
        - { name: ratio, type: float, default: 2.5 }
        - { name: flag, type: boolean, default: true }
        - { name: list, type: list, default: [1, two, 3] }
        - { name: numbers, type: list, default: [3, 1, 2, 1] }
        - { name: empty, type: list, default: [] }
        - { name: map, type: dict, default: { a: 1, b: { c: deep } } }
        - { name: nothing }
        - { name: evil, default: "{{ parameter.text }}" }
        """;

    public static TheoryData<string, object?> Values => new()
    {
        { "{{ parameter.count }}", 3L },
        { "{{parameter.count}}", 3L },
        { "{{ parameter.ratio }}", 2.5 },
        { "{{ parameter.flag }}", true },
        { "{{ parameter.nothing }}", null },
        { "{{ parameter.text }}", "a text" },
        { "{{ count }}", 3L },
        { " {{ parameter.count }}", " 3" },
        { "{{ parameter.count }} of {{ parameter.ratio }}", "3 of 2.5" },
        { "{{ parameter.flag }}!", "true!" },
        { "<{{ parameter.nothing }}>", "<>" },
        { "{{ parameter.list }}!", """[1,"two",3]!""" },
        { "{{ parameter.map }}!", """{"a":1,"b":{"c":"deep"}}!""" },
        { "{{ parameter.map.a }}", 1L },
        { "{{ parameter.map['b'].c }}", "deep" },
        { "{{ parameter['map'][\"b\"]['c'] }}", "deep" },
        { "{{ parameter.list[0] }}", 1L },
        { "{{ parameter.list[-1] }}", 3L },
        { "{{ parameter.list[-3] }}", 1L },
        { "{{ parameter.list[parameter.count + -1] }}", 3L },
        { "{{ parameter.map[parameter.text] | default('none') }}", "none" },
        { "{{ execution.playbook }}", "root.yaml" },
        { "{{ 1 + 2 }}", 3L },
        { "{{ 1 + 2.5 }}", 3.5 },
        { "{{ -5 + 2 }}", -3L },
        { "{{ 'a' + 'b' }}", "ab" },
        { "{{ 'a' ~ 1 ~ true ~ null }}", "a1true" },
        { "{{ [1] + [2] | join }}", null },
        { "{{ ([1] + [2]) | join('-') }}", "1-2" },
        { "{{ 1 < 2 }}", true },
        { "{{ 2 <= 2 and 3 >= 4 }}", false },
        { "{{ 1 == 1.0 }}", true },
        { "{{ '1' == 1 }}", false },
        { "{{ 'a' < 'b' }}", true },
        { "{{ null == null }}", true },
        { "{{ [1, 'a'] == [1.0, 'a'] }}", true },
        { "{{ parameter.map == parameter.map }}", true },
        { "{{ true or false and false }}", true },
        { "{{ (true or false) and false }}", false },
        { "{{ not true or true }}", true },
        { "{{ not (true or true) }}", false },
        { "{{ not not true }}", true },
        { "{{ not 1 == 2 }}", true },
        { "{{ 1 + 1 == 2 }}", true },
        { "{{ 'two' in parameter.list }}", true },
        { "{{ 'x' not in parameter.list }}", true },
        { "{{ not 'x' in parameter.list }}", true },
        { "{{ 'a' in parameter.map }}", true },
        { "{{ 'ex' in parameter.text }}", true },
        { "{{ false and parameter.nothing }}", false },
        { "{{ 'a' ~ 'b' | upper }}", "aB" },
        { "{{ ('a' ~ 'b') | upper }}", "AB" },
        { "{{ parameter.text | upper | lower | trim }}", "a text" },
        { "{{ '  x ' | trim }}", "x" },
        { "{{ parameter.text | replace('a ', 'the ') }}", "the text" },
        { "{{ parameter.text | length }}", 6L },
        { "{{ parameter.list | length }}", 3L },
        { "{{ parameter.map | length }}", 2L },
        { "{{ parameter.list | join(', ') }}", "1, two, 3" },
        { "{{ parameter.list | first }}", 1L },
        { "{{ parameter.list | last }}", 3L },
        { "{{ parameter.empty | first | default('none') }}", "none" },
        { "{{ parameter.map | keys | join('+') }}", "a+b" },
        { "{{ parameter.numbers | sort | join }}", "1123" },
        { "{{ parameter.numbers | unique | join }}", "312" },
        { "{{ 'a,b' | split(',') | last }}", "b" },
        { "{{ ' a  b ' | split | length }}", 2L },
        { "{{ parameter.map | to_json }}", """{"a":1,"b":{"c":"deep"}}""" },
        { "{{ ('[1, {\"a\": 2.5}]' | from_json)[1].a }}", 2.5 },
        { "{{ 5 | string }}", "5" },
        { "{{ ' 12 ' | int }}", 12L },
        { "{{ 2.9 | int }}", 2L },
        { "{{ true | int }}", 1L },
        { "{{ '1.5' | float }}", 1.5 },
        { "{{ 2 | float }}", 2.0 },
        { "{{ 'TRUE' | bool }}", true },
        { "{{ 0 | bool }}", false },
        { "{{ parameter.nothing | default('d') }}", "d" },
        { "{{ parameter.map.gone.further | default(7) }}", 7L },
        { "{{ variable.unset | default('d') }}", "d" },
        { "{{ 'x' | default('d') }}", "x" },
        { "{{ '{{' }}", "{{" },
        { "{{ '{{ name }}' }}", "{{ name }}" },
        { "{{ '}}' }}", "}}" },
        { "{{ parameter.evil }}", "{{ parameter.text }}" },
        { "<{{ parameter.evil }}>", "<{{ parameter.text }}>" },
        { "{{ 'line\\nbreak\\t\\'' }}", "line\nbreak\t'" },
        { "a }} b", "a }} b" },
        { "{ x }", "{ x }" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_Template_GivesTheValueOfItsType(string template, object? value)
    {
        if (template == "{{ [1] + [2] | join }}")
        {
            // A filter binds tighter than '+': a list and a text cannot be added.
            (await FailAsync(template)).ShouldBe("a list and the text '2' cannot be added; '~' joins anything as text");
            return;
        }

        (await EvaluateAsync(template)).ShouldBe(value);
    }

    [Fact]
    public async Task Value_WholeTemplateOfAList_StaysAList()
        => (await EvaluateAsync("{{ parameter.list }}")).ShouldBeAssignableTo<IReadOnlyList<object?>>().ShouldBe([1L, "two", 3L]);

    [Fact]
    public async Task Value_NestedMapsAndLists_AreEvaluatedInside()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        await library.RunAsync(Some.Playbook("- { id: r, type: test.record, parameters: { value: { a: ['{{ parameter.count }}', 'x{{ parameter.count }}'], '{{ k }}': 1 } } }", Parameters));

        IReadOnlyDictionary<string, object?> map = record.Values.ShouldHaveSingleItem().ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!;
        map["a"].ShouldBeAssignableTo<IReadOnlyList<object?>>().ShouldBe([3L, "x3"]);
        map["{{ k }}"].ShouldBe(1L);
    }

    [Theory]
    [InlineData("{{ parameter.list[9] }}", "'parameter.list' has 3 items, none at 9")]
    [InlineData("{{ parameter.list[-4] }}", "'parameter.list' has 3 items, none at -4")]
    [InlineData("{{ parameter.list[-9223372036854775808] }}", "'parameter.list' has 3 items, none at -9223372036854775808")]
    [InlineData("{{ parameter.list[9223372036854775807] }}", "'parameter.list' has 3 items, none at 9223372036854775807")]
    [InlineData("{{ parameter.map.gone }}", "'parameter.map' has no 'gone'")]
    [InlineData("{{ parameter.map.gone.further }}", "'parameter.map' has no 'gone'")]
    [InlineData("{{ parameter.nothing.x }}", "'parameter.nothing' is null, so it has no 'x'")]
    [InlineData("{{ parameter.text.x }}", "'parameter.text' is the text 'a text', so it has no 'x'")]
    [InlineData("{{ variable.unset }}", "The variable 'unset' was not set")]
    [InlineData("{{ 1 + 'a' }}", "the number 1 and the text 'a' cannot be added; '~' joins anything as text")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "9223372036854775807 + 1 does not fit 64 bits")]
    [InlineData("{{ 1 < 'a' }}", "the number 1 and the text 'a' cannot be ordered; compare two numbers or two texts")]
    [InlineData("{{ 'a' and true }}", "'and' needs true or false, not the text 'a'; compare it, as in x != ''")]
    [InlineData("{{ not 1 }}", "'not' needs true or false, not the number 1; compare it, as in x != ''")]
    [InlineData("{{ 1 in 2 }}", "'in' needs a list, a map or a text on its right side, not the number 2 with the number 1 on its left")]
    [InlineData("{{ 1 | upper }}", "The filter 'upper' needs text, not the number 1")]
    [InlineData("{{ 'a' | first }}", "The filter 'first' needs a list, not the text 'a'")]
    [InlineData("{{ [] | first }}", "'first' of an empty list")]
    [InlineData("{{ [] | last }}", "'last' of an empty list")]
    [InlineData("{{ [] | keys }}", "The filter 'keys' needs a map, not a list")]
    [InlineData("{{ parameter.list | sort }}", "the number 1 and the text 'two' cannot be ordered; compare two numbers or two texts")]
    [InlineData("{{ [[1], [2]] | sort }}", "a list and a list cannot be ordered; compare two numbers or two texts")]
    [InlineData("{{ 1 | length }}", "The filter 'length' needs text, a list or a map, not the number 1")]
    [InlineData("{{ 'x' | int }}", "The filter 'int' needs a number or the digits of one, not the text 'x'")]
    [InlineData("{{ 99999999999999999999 | int }}", "The filter 'int' needs a number or the digits of one, not the number 1E+20")]
    [InlineData("{{ [] | float }}", "The filter 'float' needs a number or the digits of one, not a list")]
    [InlineData("{{ 'yes' | bool }}", "The filter 'bool' needs true, false or a whole number, not the text 'yes'")]
    [InlineData("{{ 'a' | replace('', 'b') }}", "The filter 'replace' needs two texts, the first not empty")]
    [InlineData("{{ '{' | from_json }}", "The filter 'from_json' was given text that is not JSON (line 1, byte 2)")]
    [InlineData("{{ '\"\\\\ud800\"' | from_json }}", "The filter 'from_json' was given text that is not JSON")]
    [InlineData("{{ '{\"\\\\ud800\": 1}' | from_json }}", "The filter 'from_json' was given text that is not JSON")]
    [InlineData("{{ step.late.value }}", "The step 'late' has no outputs: it did not run")]
    public async Task Value_TemplateThatCannotBeEvaluated_FailsItsStepWithTheReason(string template, string reason)
        => (await FailAsync(template)).ShouldStartWith(reason);

    [Fact]
    public async Task Evaluate_OutputThatHoldsBraces_IsNotEvaluatedAgain()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(
            Some.Playbook("""
                - { id: a, type: test.record, parameters: { value: "{{ parameter.given }}" } }
                - { id: b, type: test.record, parameters: { value: "{{ step.a.value }} and {{ step.a.value }}" } }
                """, "- { name: given }", "seen: \"{{ step.b.value }}\""),
            new Dictionary<string, object?> { ["given"] = "{{ execution.id }}" });

        report.Outputs["seen"].ShouldBe("{{ execution.id }} and {{ execution.id }}");
        record.Values.ShouldBe(["{{ execution.id }}", "{{ execution.id }} and {{ execution.id }}"]);
    }

    [Theory]
    [InlineData("body {{ color: red }} {{ margin: 0; }}")]
    [InlineData("string.Format(\"{{{0}}}\")")]
    [InlineData("{{{ }}}")]
    [InlineData("{{}}")]
    [InlineData("{{ a b }}")]
    [InlineData("{{ 'open }}")]
    [InlineData("x {{")]
    [InlineData("{{ % if x % }}")]
    public async Task Plan_BracesAroundNoExpression_StayWithAWarning(string text)
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("root.yaml", Some.Playbook($"- {{ id: r, type: test.record, parameters: {{ value: '{text.Replace("'", "''", StringComparison.Ordinal)}' }} }}"));

        PlanningResult planning = await library.Engine().PlanAsync("root.yaml");
        await library.Engine().CreateRun(planning.EnsurePlanned()).RunAsync(TestContext.Current.CancellationToken);

        planning.Diagnostics.ShouldNotBeEmpty();
        planning.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Code == "PB3008" && diagnostic.Severity == DiagnosticSeverity.Warning);
        record.Values.ShouldBe([text]);
    }

    [Theory]
    [InlineData("{{ parameter.x y }}")]
    [InlineData("{{ step.a. }}")]
    [InlineData("{{ variable.a + }}")]
    [InlineData("{{ credential['x' }}")]
    [InlineData("{{ execution.id")]
    [InlineData("{{ item.name: }}")]
    public async Task Plan_WhatBeginsLikeAReference_MustParse(string text)
    {
        using TemporaryLibrary library = new();

        PlanningResult planning = await library.PlanAsync(Some.Playbook($"- {{ id: r, type: utility.log, parameters: {{ message: \"{text}\" }} }}"));

        planning.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB3001");
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("'a' | default(", ")")]
    [InlineData("parameter.list[", "]")]
    public async Task Plan_DepthBomb_IsRefused(string open, string close)
    {
        string bomb = $"{{{{ parameter.count == {string.Concat(Enumerable.Repeat(open, 20_000))}1{string.Concat(Enumerable.Repeat(close, 20_000))} }}}}";
        using TemporaryLibrary library = new();

        PlanningResult planning = await library.PlanAsync(Some.Playbook($"- {{ id: r, type: utility.log, parameters: {{ message: \"{bomb}\" }} }}", Parameters));

        Diagnostic diagnostic = planning.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("PB3001");
        diagnostic.Message.ShouldEndWith("does not parse: it is nested more than 50 levels deep");
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData(" ~ 'a'")]
    [InlineData(" | string")]
    [InlineData(" or true")]
    [InlineData("[0]")]
    [InlineData(".a")]
    public async Task Plan_ChainOfAMillionParts_IsRefusedAndNotEvaluatedToDeath(string part)
    {
        string bomb = $"{{{{ parameter.count{string.Concat(Enumerable.Repeat(part, 1_000_000))} }}}}";
        using TemporaryLibrary library = new();

        PlanningResult planning = await library.PlanAsync(Some.Playbook($"- {{ id: r, type: utility.log, parameters: {{ message: \"{bomb}\" }} }}", Parameters));

        Diagnostic diagnostic = planning.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("PB3001");
        diagnostic.Message.ShouldContain("has more than");
    }

    [Fact]
    public async Task Value_VeryLongText_IsKept()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        string text = new('x', 2_000_000);

        await library.RunAsync(Some.Playbook($"- {{ id: r, type: test.record, parameters: {{ value: \"{text}{{{{ parameter.count }}}}\" }} }}", Parameters));

        record.Values.ShouldBe([text + "3"]);
    }

    [Fact]
    public async Task Value_ListsThatGrowDeeperWithEveryStep_FailAStepAndNotTheProcess()
    {
        string deeper = $"{new string('[', 40)}'{{{{ variable.v }}}}'{new string(']', 40)}";
        string steps = "- { id: s0, type: utility.set_variable, parameters: { name: v, value: x } }\n"
            + string.Join('\n', Enumerable.Range(1, 2000).Select(i => $"- {{ id: s{i}, type: utility.set_variable, parameters: {{ name: v, value: {deeper} }} }}"));
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook(steps));

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldNotBeNull().ShouldContain("nested more than");
        report.ToJson().ShouldContain("\"failed\"");
    }

    [Theory]
    [InlineData("['{{ variable.v }}', '{{ variable.v }}']", "[x]")]
    [InlineData("'{{ variable.v }}{{ variable.v }}'", "0123456789")]
    public async Task Value_ThatDoublesWithEveryStep_FailsAStepAndNotTheProcess(string doubled, string first)
    {
        string steps = $"- {{ id: s0, type: utility.set_variable, parameters: {{ name: v, value: {first} }} }}\n"
            + string.Join('\n', Enumerable.Range(1, 60).Select(i => $"- {{ id: s{i}, type: utility.set_variable, parameters: {{ name: v, value: {doubled} }} }}"));
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook(steps));

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldNotBeNull().ShouldContain("more than");
    }

    [Theory]
    [InlineData("parameter.count > 2", true)]
    [InlineData("{{ parameter.count > 2 }}", true)]
    [InlineData("  {{ parameter.count > 5 }}  ", false)]
    [InlineData("count == 3 and not false", true)]
    [InlineData("parameter.text != ''", true)]
    [InlineData("false", false)]
    public async Task When_WithOrWithoutBraces_Decides(string condition, bool runs)
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook($"- {{ id: r, type: test.record, when: \"{condition}\" }}", Parameters));

        report.Steps[0].Status.ShouldBe(runs ? StepStatus.Completed : StepStatus.Skipped);
        report.Steps[0].Attempts.ShouldBe(runs ? 1 : 0);
        record.Addresses.Count.ShouldBe(runs ? 1 : 0);
        report.Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task When_NoTruthValue_FailsTheStep()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: r, type: utility.log, when: parameter.text, parameters: { message: x } }", Parameters));

        report.Error.ShouldBe("Step 'r' failed: 'when' needs true or false, not the text 'a text'; compare it, as in x != ''");
    }

    private static async Task<object?> EvaluateAsync(string template)
    {
        RecordingStep record = new();
        ExecutionReport report = await RunAsync(template, record);
        report.Error.ShouldBeNull();
        return record.Values.ShouldHaveSingleItem();
    }

    private static async Task<string> FailAsync(string template)
    {
        ExecutionReport report = await RunAsync(template, new RecordingStep());
        report.Status.ShouldBe(ExecutionStatus.Failed);
        StepReport step = report.Steps[^1];
        step.Status.ShouldBe(StepStatus.Failed);
        step.Attempts.ShouldBe(0);
        return step.Error.ShouldNotBeNull();
    }

    private static async Task<ExecutionReport> RunAsync(string template, RecordingStep record)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        string quoted = template.Replace("'", "''", StringComparison.Ordinal);
        return await library.RunAsync(Some.Playbook($"""
            - {"{"} id: late, type: utility.set_variable, when: 'false', parameters: {"{"} name: unset, value: 1 {"}"} {"}"}
            - {"{"} id: r, type: test.record, parameters: {"{"} value: '{quoted}' {"}"} {"}"}
            """, Parameters));
    }
}
