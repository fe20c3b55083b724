using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Playbooks.Reading;

namespace Playbooks.Tests;

/// <summary>What holds for every input, tried with random ones.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Real =
    [
        "name: Real\nversion: 1.0\nparameters:\n  - { name: a, type: list, default: [1, two] }\nsteps:\n  - id: x\n    type: utility.log\n    parameters: { message: \"{{ parameter.a | join(',') }} &b *c\" }\noutputs: { o: '{{ step.x.message }}' }\n",
        "x-base: &base\n  timeout: 5\n  retry_count: 2\nname: \"Anchors\"\nsteps:\n- {id: a, type: http.request, parameters: {url: 'http://x', headers: {A: !!str 1}}}\nmetadata: *base\n# end\n",
        "%YAML 1.2\n---\nname: |\n  literal\n  text\ndescription: >-\n  folded\nsteps:\n  - ? id\n    : a\n    type: playbook.run\n    parameters: { playbook: \"b.yaml\" }\n...\n",
    ];

    private static readonly string[] Pieces =
    [
        "parameter.list", "parameter.map", "parameter.text", "parameter.number", "parameter.nothing", "credential.admin.password", "execution.id", "variable.v", "step.s.value",
        "1", "-2", "2.5", "-9223372036854775808", "'a'", "'{\"x\": 1}'", "true", "null", "[1, 'b']", "[]",
    ];

    private static readonly string[] Binary = [" + ", " ~ ", " == ", " != ", " < ", " >= ", " in ", " not in ", " and ", " or "];

    private static readonly string[] Suffixes =
    [
        " | upper", " | length", " | join('-')", " | sort", " | unique", " | first", " | last", " | keys", " | to_json", " | from_json", " | int", " | float", " | bool", " | string",
        " | default(1)", " | replace('a', 'b')", " | split('-')", " | trim", ".x", "[0]", "[-1]", "['x']", "[parameter.number]",
    ];

    [Fact]
    public void Read_AnyText_NeverThrows()
        => Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), text => IsSound(PlaybookReader.Read(text, "x.yaml")))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Read_AnyBytes_NeverThrows()
        => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Filter(bytes => bytes is not null), bytes => IsSound(PlaybookReader.Read(bytes, "x.yaml")))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Read_MutatedPlaybooks_NeverThrows()
    {
        Gen<string> mutated =
            from text in Gen.Elements(Real)
            from edits in Gen.ListOf(from at in Gen.Choose(0, 400) from cut in Gen.Choose(0, 6) from put in Gen.Elements("", "{", "}", "[", "]", ":", "- ", "\n", "\t", "&a ", "*a", "!", "!<>", "\"", "'", "|", ">", "%", "@", "\\", "? ", "---", "<<: ", "\uFEFF", "\u2028", "#") select (at, cut, put))
            select edits.Aggregate(text, (now, edit) =>
            {
                int at = Math.Min(edit.at, now.Length);
                return now.Remove(at, Math.Min(edit.cut, now.Length - at)).Insert(at, edit.put);
            });

        Prop.ForAll(mutated.ToArbitrary(), text => IsSound(PlaybookReader.Read(text, "x.yaml"))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public async Task Plan_RandomCalls_FindsACircleExactlyWhenThereIsOne()
    {
        Gen<int[][]> graphs =
            from size in Gen.Choose(1, 50)
            from density in Gen.Choose(0, 3)
            from calls in Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(0, size - 1), density), size)
            select calls;
        int circles = 0;
        foreach (int[][] calls in graphs.Sample(40).Append([[1], [2], [0]]).Append([[1, 2], [3], [3], []]))
        {
            using TemporaryLibrary library = new() { Options = new() { MaximumNestingDepth = 60 } };
            for (int i = 0; i < calls.Length; i++)
            {
                library.Write($"p{i}.yaml", Some.Caller(calls[i].Select(callee => $"p{callee}.yaml")));
            }

            bool expected = ReachesItself(calls);
            circles += expected ? 1 : 0;

            PlanningResult result = await library.Engine().PlanAsync("p0.yaml", TestContext.Current.CancellationToken);

            result.Diagnostics.Any(diagnostic => diagnostic.Code == "PB2004").ShouldBe(expected, string.Join(" ", calls.Select(callees => $"[{string.Join(',', callees)}]")));
        }

        circles.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Evaluate_RandomExpressions_EndTheRunWithAReport()
    {
        Gen<string> Expression(int depth) => depth == 0
            ? Gen.Elements(Pieces)
            : Gen.OneOf(
                Gen.Elements(Pieces),
                from left in Expression(depth - 1) from symbol in Gen.Elements(Binary) from right in Expression(depth - 1) select $"({left}{symbol}{right})",
                from inner in Expression(depth - 1) from suffix in Gen.Elements(Suffixes) select $"({inner}){suffix}",
                from inner in Expression(depth - 1) select $"(not ({inner}))");
        RecordingStep record = new();
        using TemporaryLibrary library = new()
        {
            Options = new() { Steps = [record], Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Password = new Secret("hidden-password") }) },
        };
        StringBuilder steps = new("- { id: s, type: test.record, parameters: { value: [1] } }\n- { id: v, type: utility.set_variable, parameters: { name: v, value: x } }");
        int count = 0;
        foreach (string expression in Expression(4).Sample(1500))
        {
            steps.Append($"\n- {{ id: e{count++}, type: test.record, on_failure: continue, parameters: {{ value: '{{{{ {expression.Replace("'", "''", StringComparison.Ordinal)} }}}}' }} }}");
        }

        ExecutionReport report = await library.RunAsync(Some.Playbook(steps.ToString(), """
            - { name: list, type: list, default: [3, b, null] }
            - { name: map, type: dict, default: { x: 1 } }
            - { name: text, default: "a-b" }
            - { name: number, type: integer, default: 1 }
            - { name: nothing }
            """), cancellationToken: TestContext.Current.CancellationToken);

        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps.ShouldAllBe(step => step.Status == StepStatus.Completed || (step.Status == StepStatus.Failed && step.Error!.Length > 0));
        report.Steps.Count(step => step.Status == StepStatus.Completed).ShouldBeGreaterThan(100);
        report.ToJson().ShouldNotContain("hidden-password");
    }

    private static bool IsSound(ReadResult result)
        => (result.Playbook is null) == result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            && result.Diagnostics.All(diagnostic => diagnostic.Message.Length > 0 && diagnostic.Location.File == "x.yaml");

    /// <summary>By brute force: some playbook that the first one reaches is reached from itself.</summary>
    private static bool ReachesItself(int[][] calls) => Reached(calls, 0).Append(0).Any(node => Reached(calls, node).Contains(node));

    private static HashSet<int> Reached(int[][] calls, int from)
    {
        HashSet<int> reached = [.. calls[from]];
        for (int before = -1; before != reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(reached.ToArray().SelectMany(node => calls[node]));
        }

        return reached;
    }
}
