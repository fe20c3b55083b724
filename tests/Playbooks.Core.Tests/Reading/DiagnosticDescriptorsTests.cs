using System.Text;

namespace Playbooks.Tests.Reading;

/// <summary>Each kind of diagnostic, triggered by the smallest playbook that has the fault: code, place and message.</summary>
public sealed class DiagnosticDescriptorsTests
{
    private const string Step = "- { id: say, type: utility.log, parameters: { message: hello } }";

    /// <summary>Code, playbook, <c>line:column</c>, the message's beginning.</summary>
    public static TheoryData<string, string, string, string> InOneFile => new()
    {
        { "PB1003", "name: [\n", "2:1", "While parsing a node" },
        { "PB1003", "name: x\nsteps: [1, 2\nversion: 1\n", "2:10", "What follows here does not parse: perhaps a bracket or a quote is not closed" },
        { "PB1003", "name: x\n description: y\n", "2:13", "While scanning a plain scalar value, found invalid mapping" },
        { "PB1003", "name: 'x\nsteps: []\n", "1:7", "While scanning a quoted scalar, found unexpected end of stream" },
        { "PB1003", "name: x\nsteps:\n\t- id: a\n", "3:1", "While scanning a mapping, found invalid tab as indentation" },
        { "PB1004", "# nothing\n", "1:1", "The file holds no playbook" },
        { "PB1004", "~\n", "1:1", "The file holds no playbook" },
        { "PB1006", "metadata: " + new string('[', 70), "1:75", "The YAML is nested more than 64 levels deep" },
        { "PB1007", Playbook() + "metadata: *gone\n", "4:11", "The alias '*gone' refers to nothing above it" },
        { "PB1007", Playbook() + "metadata: { a: &a [*a] }\n", "4:20", "The alias '*a' refers to nothing above it" },
        { "PB1008", Playbook() + "name: again\n", "4:1", "The key 'name' is already at line 1" },
        { "PB1009", Playbook() + "metadata:\n  ? [a]\n  : 1\n", "5:5", "A key must be plain text, not a list, a map or an alias" },
        { "PB1009", Playbook() + "metadata:\n  a: &a { b: c }\n  <<: *a\n", "6:3", "Merge keys ('<<') are not supported" },
        { "PB1010", Playbook() + "metadata: { a: !vault x }\n", "4:16", "The tag '!vault' is not supported" },
        { "PB1010", Playbook() + "metadata: { a: !!binary aGk= }\n", "4:16", "The tag 'tag:yaml.org,2002:binary' is not supported" },
        { "PB1011", Playbook() + "---\nname: b\n", "4:1", "A second document begins here" },
        { "PB1012", Playbook() + "nmae: x\n", "4:1", "Unknown key 'nmae' in the playbook" },
        { "PB1012", "name: x\nsteps:\n  - { id: a, type: utility.log, timout: 5, parameters: { message: x } }\n", "3:33", "Unknown key 'timout' in a step" },
        { "PB1012", Playbook() + "parameters: [{ name: a, kind: string }]\n", "4:25", "Unknown key 'kind' in a parameter" },
        { "PB1013", "steps:\n  " + Step, "1:1", "'name' is missing in the playbook" },
        { "PB1013", "name: ''\nsteps:\n  " + Step, "1:7", "'name' is missing in the playbook" },
        { "PB1013", "name: x\nsteps: []\n", "2:8", "The playbook has no steps" },
        { "PB1013", "name: x\nsteps:\n  - { id: a }\n", "3:5", "'type' is missing in a step" },
        { "PB1013", "name: x\nsteps:\n  - { type: utility.log, parameters: { message: a } }\n", "3:5", "'id' is missing in a step" },
        { "PB1014", "just text\n", "1:1", "A playbook is a map with 'name' and 'steps', not the text 'just text'" },
        { "PB1014", "name: [x]\nsteps:\n  " + Step, "1:7", "'name' must be text, not a list" },
        { "PB1014", "name: x\nsteps: {}\n", "2:8", "'steps' must be a list, not a map" },
        { "PB1014", "name: x\nsteps:\n  - { id: a, type: utility.log, timeout: 0, parameters: { message: x } }\n", "3:42", "'timeout' must be a number of seconds greater than 0, at most 2592000 (30 days), not the number 0" },
        { "PB1014", "name: x\nsteps:\n  - { id: a, type: utility.log, retry_delay: '5', parameters: { message: x } }\n", "3:46", "'retry_delay' must be a number of seconds, at most 2592000 (30 days), not the text '5'" },
        { "PB1014", "name: x\nsteps:\n  - { id: a, type: utility.log, on_failure: abrot, parameters: { message: x } }\n", "3:45", "'on_failure' must be one of abort, continue, rollback, not the text 'abrot'" },
        { "PB1014", "name: x\nsteps:\n  - { id: a, type: utility.log, when: , parameters: { message: x } }\n", "3:39", "'when' must be an expression, not null" },
        { "PB1014", Playbook() + "parameters: [{ name: a, required: yes }]\n", "4:35", "'required' must be true or false, not the text 'yes'" },
        { "PB1015", Playbook() + "parameters: [{ name: 1a }]\n", "4:22", "'1a' is not a valid name" },
        { "PB1015", "name: x\nsteps:\n  - { id: a b, type: utility.log, parameters: { message: x } }\n", "3:11", "'a b' is not a valid name" },
        { "PB1015", Playbook() + "outputs: { a.b: 1 }\n", "4:12", "'a.b' is not a valid name" },
        { "PB1015", Playbook() + "outputs: { '': 1 }\n", "4:12", "'' is not a valid name" },
        { "PB1016", "name: x\nsteps:\n  " + Step + "\n  " + Step, "4:11", "There is a step 'say' already" },
        { "PB1016", Playbook() + "parameters: [{ name: a }, { name: a }]\n", "4:35", "There is a parameter 'a' already" },
        { "PB1017", Playbook() + "verified: true\n", "4:11", "'verified' in the file has no effect" },
        { "PB2006", Calling("../x.yaml"), "3:61", "The path '../x.yaml' leads out of a folder with '..'" },
        { "PB2006", Calling("a/../../x.yaml"), "3:61", "The path 'a/../../x.yaml' leads out of a folder with '..'" },
        { "PB2006", Calling("/etc/passwd"), "3:61", "The path '/etc/passwd' is not relative to the library's root" },
        { "PB2006", Calling("a\\b.yaml"), "3:61", "The path 'a\\b.yaml' is not relative to the library's root" },
        { "PB2006", Calling("c:/b.yaml"), "3:61", "The path 'c:/b.yaml' is not relative to the library's root" },
        { "PB2006", Calling("./."), "3:61", "The path './.' names no file" },
        { "PB2006", Calling(" "), "3:61", "The path of a playbook is empty" },
        { "PB2007", Calling("none.yaml"), "3:61", "Playbook 'none.yaml' does not exist in " },
        { "PB2008", Calling("{{ execution.id }}"), "3:61", "The path '{{ execution.id }}' is a template" },
        { "PB2009", Playbook("- { id: a, type: utility.lgo }"), "3:20", "Unknown step type 'utility.lgo'" },
        { "PB2010", Playbook("- { id: a, type: utility.log, parameters: { message: x, mesage: y } }"), "3:59", "'utility.log' has no parameter 'mesage'" },
        { "PB2011", Playbook("- { id: a, type: utility.log }"), "3:5", "Step 'a' does not give 'message', which 'utility.log' requires" },
        { "PB2011", Playbook("- { id: a, type: utility.log, parameters: { message: ~ } }"), "3:56", "Step 'a' gives no value for 'message', which 'utility.log' requires" },
        { "PB2011", Playbook("- { id: a, type: playbook.run }"), "3:5", "Step 'a' does not say which playbook it runs" },
        { "PB2012", Playbook("- { id: a, type: utility.sleep, parameters: { seconds: long } }"), "3:58", "'seconds' of 'utility.sleep' must be a number, not the text 'long'" },
        { "PB2012", Playbook("- { id: a, type: playbook.run, parameters: { playbook: [x] } }"), "3:58", "'playbook' must be the path of a playbook, not a list" },
        { "PB2013", Playbook() + "parameters: [{ name: playbook }]\n", "4:22", "A parameter cannot be called 'playbook'" },
        { "PB3001", Saying("{{ parameter.x + }}"), "3:74", "The template '{{ parameter.x + }}' does not parse: " },
        { "PB3001", Saying("{{ parameter.x "), "3:71", "The template '{{ parameter.x ' does not parse: the closing '}}' is missing" },
        { "PB3001", Playbook("- { id: a, type: utility.log, when: 'a ==', parameters: { message: x } }"), "3:44", "The condition 'a ==' does not parse: it ends too early" },
        { "PB3002", Saying("{{ paramter.x }}"), "3:60", "Unknown reference 'paramter.x' in '{{ paramter.x }}'" },
        { "PB3002", Saying("{{ parameter }}"), "3:60", "'parameter' needs a name behind it, as in parameter.name, in '{{ parameter }}'" },
        { "PB3003", Saying("{{ parameter.gone }}"), "3:60", "Unknown parameter 'gone' in '{{ parameter.gone }}'" },
        { "PB3004", Saying("{{ step.gone.x }}"), "3:60", "Unknown step 'gone' in '{{ step.gone.x }}'" },
        { "PB3005", Saying("{{ step.a.message }}"), "3:60", "Step 'a' has not run by then in '{{ step.a.message }}'" },
        { "PB3006", Playbook("- { id: a, type: utility.log, parameters: { message: x } }\n- { id: b, type: utility.log, parameters: { message: '{{ step.a.mesage }}' } }"), "4:60", "Step 'a' has no output 'mesage' in '{{ step.a.mesage }}'" },
        { "PB3006", Saying("{{ execution.gone }}"), "3:60", "execution has no output 'gone' in '{{ execution.gone }}'" },
        { "PB3007", Saying("{{ variable.gone }}"), "3:60", "No earlier step sets the variable 'gone' in '{{ variable.gone }}'" },
        { "PB3008", Saying("body {{ color: red }}"), "3:70", "'{{ color: red }}' is not an expression" },
        { "PB3009", Saying("{{ 'a' | uper }}"), "3:66", "Unknown filter 'uper' in '{{ ''a'' | uper }}'".Replace("''", "'", StringComparison.Ordinal) },
        { "PB3010", Saying("{{ item }}"), "3:60", "There is no 'item' outside a loop in '{{ item }}'" },
        { "PB3010", Saying("{{ loop.index }}"), "3:60", "There is no 'loop' outside a loop in '{{ loop.index }}'" },
        { "PB3011", Playbook("- { id: a, type: utility.log, when: 1 == 2, parameters: { message: x } }\n- { id: b, type: utility.log, parameters: { message: '{{ step.a.message }}' } }"), "4:60", "Step 'a' is skipped unless 1 == 2; without its outputs this fails in '{{ step.a.message }}'" },
    };

    /// <summary>Those that need more than one file, or a run; each has a test of its own in this class.</summary>
    private static readonly string[] Elsewhere =
        ["PB1001", "PB1002", "PB1005", "PB2001", "PB2002", "PB2003", "PB2004", "PB2005", "PB2014", "PB2015", "PB4001", "PB4002", "PB4003", "PB4004", "PB4005"];

    [Fact]
    public void All_Ids_AreUniqueAndOfOneForm()
    {
        string[] ids = [.. DiagnosticDescriptor.All.Select(descriptor => descriptor.Id)];

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.Length == 6 && id.StartsWith("PB", StringComparison.Ordinal) && id.Skip(2).All(char.IsAsciiDigit));
    }

    [Fact]
    public void All_TitlesAndFixes_SaySomething()
        => DiagnosticDescriptor.All.ShouldAllBe(descriptor => descriptor.Title.Length > 5 && descriptor.Fix.EndsWith('.') || descriptor.Fix.EndsWith("}}.", StringComparison.Ordinal));

    [Fact]
    public void All_Ids_AreTriggeredByATest()
    {
        IEnumerable<string> tested = InOneFile.Select(row => row.Data.Item1).Concat(Elsewhere).Distinct(StringComparer.Ordinal);

        tested.Order(StringComparer.Ordinal).ShouldBe(DiagnosticDescriptor.All.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(InOneFile))]
    public async Task Plan_OneFault_IsReportedWithItsPlaceAndMessage(string code, string yaml, string place, string message)
    {
        using TemporaryLibrary library = new();

        PlanningResult result = await library.PlanAsync(yaml);

        Diagnostic diagnostic = result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe(code);
        diagnostic.Message.ShouldStartWith(message);
        diagnostic.Location.ToString().ShouldBe($"root.yaml:{place}");
        diagnostic.Hint.ShouldNotBeNullOrWhiteSpace();
        (result.Plan is null).ShouldBe(diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public async Task PB1001_AFolderInsteadOfAFile_IsUnreadable()
    {
        using TemporaryLibrary library = new();
        Directory.CreateDirectory(library.FullPath("folder.yaml"));

        Diagnostic diagnostic = (await library.PlanAsync(Some.Caller("folder.yaml"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe("PB1001");
        diagnostic.Message.ShouldBe("'folder.yaml' is a folder, not a playbook");
        diagnostic.Location.File.ShouldBe("root.yaml");
    }

    [Fact]
    public async Task PB1002_ABinaryFile_IsNoText()
    {
        using TemporaryLibrary library = new();
        library.Write("root.yaml", [0x7F, 0x45, 0x4C, 0x46, 0x00]);

        (await library.Engine().PlanAsync("root.yaml")).Diagnostics.ShouldHaveSingleItem().ToString()
            .ShouldBe("root.yaml:1:5: error PB1002: Byte 4 (0x00) is not UTF-8 text");
    }

    [Fact]
    public async Task PB1005_AHugeFile_IsNotRead()
    {
        using TemporaryLibrary library = new();
        library.Write("root.yaml", new byte[(16 * 1024 * 1024) + 1]);

        (await library.Engine().PlanAsync("root.yaml")).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB1005");
    }

    [Fact]
    public async Task PB2001_AnUnverifiedChild_IsNamedWithTheCommandThatVerifiesIt()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());

        Diagnostic diagnostic = (await library.PlanAsync(Some.Caller("child.yaml"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.ToString().ShouldBe("root.yaml:3:62: error PB2001: Playbook 'child.yaml' must be verified before it can be used as a step");
        diagnostic.Hint.ShouldBe("Try it, then: playbooks verify child.yaml");
    }

    [Fact]
    public async Task PB2002_AnEditedChild_IsStaleWithBothFacts()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");
        library.Write("child.yaml", Some.Leaf() + "version: 2\n");

        Diagnostic diagnostic = (await library.PlanAsync(Some.Caller("child.yaml"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe("PB2002");
        diagnostic.Message.ShouldMatch("^Playbook 'child.yaml' must be verified again before it can be used as a step: it was changed since revision 1 was verified \\(sha256 [0-9a-f]{12} then, [0-9a-f]{12} now\\)$");
        diagnostic.Location.ToString().ShouldBe("root.yaml:3:62");
    }

    [Fact]
    public async Task PB2014_AStepThatStartsAProcess_IsRefusedWhereTheHostForbidsIt()
    {
        using TemporaryLibrary library = new() { Options = new() { AllowProcesses = false } };

        Diagnostic diagnostic = (await library.PlanAsync(Playbook("- { id: a, type: utility.command, parameters: { program: ls } }"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.ToString().ShouldBe("root.yaml:3:20: error PB2014: Step 'a' starts a process, as every 'utility.command' does, and the host of this engine does not allow that");
    }

    [Theory]
    [InlineData(false, DiagnosticSeverity.Warning)]
    [InlineData(true, DiagnosticSeverity.Error)]
    public async Task PB2003_AGrandchildVerifiedAnew_IsDriftThatNamesBothRevisions(bool strict, DiagnosticSeverity severity)
    {
        using TemporaryLibrary library = new() { Options = new() { Strict = strict } };
        library.Write("leaf.yaml", Some.Leaf()).Write("child.yaml", Some.Caller("leaf.yaml"));
        await library.VerifyAsync("leaf.yaml", "child.yaml");
        library.Write("leaf.yaml", Some.Leaf() + "version: 2\n");
        await library.VerifyAsync("leaf.yaml");

        PlanningResult result = await library.PlanAsync(Some.Caller("child.yaml"));

        Diagnostic diagnostic = result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("PB2003");
        diagnostic.Severity.ShouldBe(severity);
        diagnostic.Message.ShouldBe("Playbook 'child.yaml' was verified with revision 1 of 'leaf.yaml', which is now at revision 2");
        (result.Plan is null).ShouldBe(strict);
    }

    [Fact]
    public async Task PB2004_ACircle_ShowsItsChain()
    {
        using TemporaryLibrary library = new();
        library.Write("a.yaml", Some.Caller("b.yaml")).Write("b.yaml", Some.Caller("a.yaml"));

        PlanningResult result = await library.Engine().PlanAsync("a.yaml");

        Diagnostic diagnostic = result.Diagnostics.Single(found => found.Code == "PB2004");
        diagnostic.Message.ShouldBe("Circular dependency detected: a.yaml → b.yaml → a.yaml");
        diagnostic.Location.ToString().ShouldBe("b.yaml:3:62");
    }

    [Fact]
    public async Task PB2005_AFourthLevel_ShowsItsChain()
    {
        using TemporaryLibrary library = new();
        library.Write("d4.yaml", Some.Leaf()).Write("d3.yaml", Some.Caller("d4.yaml")).Write("d2.yaml", Some.Caller("d3.yaml")).Write("d1.yaml", Some.Caller("d2.yaml"));
        await library.VerifyAsync("d4.yaml", "d3.yaml", "d2.yaml", "d1.yaml");

        Diagnostic diagnostic = (await library.PlanAsync(Some.Caller("d1.yaml"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe("PB2005");
        diagnostic.Message.ShouldBe("Maximum nesting depth (3) exceeded: root.yaml → d1.yaml → d2.yaml → d3.yaml → d4.yaml");
        diagnostic.Location.ToString().ShouldBe("d3.yaml:3:62");
    }

    [Theory]
    [InlineData("PB4001", "sites", "north", "Playbook 'Some playbook' has no parameter 'sites'")]
    [InlineData("PB4002", "site", null, "The required parameter 'site' was not given")]
    [InlineData("PB4003", "count", "many", "The parameter 'count' must be a whole number, not the text 'many'")]
    [InlineData("PB4004", "file", "none.txt", "The file '")]
    [InlineData("PB4005", "login", "nobody", "The credential 'nobody', given for 'login', is not known")]
    public async Task PB4_UnfitInput_StopsTheRunBeforeItsFirstStep(string code, string name, string? value, string message)
    {
        using TemporaryLibrary library = new();
        Dictionary<string, object?> given = new(StringComparer.Ordinal) { ["site"] = "north", [name] = value };

        PlaybookInvalidException exception = await Should.ThrowAsync<PlaybookInvalidException>(library.RunAsync(
            Some.Playbook(Step, "- { name: site, required: true }\n- { name: count, type: integer }\n- { name: file, type: file }\n- { name: login, type: credential }"), given));

        Diagnostic diagnostic = exception.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe(code);
        diagnostic.Message.ShouldStartWith(message);
        exception.Message.ShouldContain(message);
    }

    private static string Playbook(string steps = Step)
    {
        StringBuilder yaml = new("name: x\nsteps:\n");
        foreach (string line in steps.Split('\n'))
        {
            yaml.Append("  ").Append(line).Append('\n');
        }

        return yaml.ToString();
    }

    private static string Calling(string path) => Playbook($"- {{ id: call, type: playbook.run, parameters: {{ playbook: '{path}' }} }}");

    private static string Saying(string message) => Playbook($"- {{ id: a, type: utility.log, parameters: {{ message: \"{message}\" }} }}");
}
