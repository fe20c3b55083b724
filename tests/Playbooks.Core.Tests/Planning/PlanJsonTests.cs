using System.Text.Json;

namespace Playbooks.Tests.Planning;

public sealed class PlanJsonTests
{
    [Fact]
    public async Task ToJson_Nest_StandsBehindItsStep()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");
        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook(
            """
            - { id: call, type: playbook.run, when: "true", parameters: { playbook: child.yaml } }
            - { id: wait, type: utility.sleep, timeout: 7.5, retry_count: 2, parameters: { seconds: 0 }, rollback: [{ id: undo, type: utility.log, parameters: { message: undone } }] }
            """,
            atTheEnd: "- { id: tidy, type: utility.log, for_each: [1], parameters: { message: bye } }"))).EnsurePlanned();

        using JsonDocument document = JsonDocument.Parse(plan.ToJson());

        JsonElement json = document.RootElement;
        json.GetProperty("playbook").GetString().ShouldBe("root.yaml");
        json.GetProperty("state").GetString().ShouldBe("unverified");
        json.GetProperty("credentials").GetArrayLength().ShouldBe(0);
        JsonElement call = json.GetProperty("steps")[0];
        call.GetProperty("when").GetString().ShouldBe("true");
        call.GetProperty("timeout").ValueKind.ShouldBe(JsonValueKind.Null);
        call.GetProperty("nested").GetProperty("sha256").GetString().ShouldBe(plan.Playbooks[1].Sha256);
        call.GetProperty("nested").GetProperty("revision").GetInt32().ShouldBe(1);
        JsonElement wait = json.GetProperty("steps")[1];
        wait.GetProperty("timeout").GetDouble().ShouldBe(7.5);
        wait.GetProperty("retries").GetInt32().ShouldBe(2);
        wait.GetProperty("effect").GetString().ShouldBe("read_only");
        wait.GetProperty("nested").ValueKind.ShouldBe(JsonValueKind.Null);
        wait.GetProperty("rollback")[0].GetProperty("id").GetString().ShouldBe("undo");
        json.GetProperty("finally")[0].GetProperty("for_each").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task ToJson_Result_SaysWhatIsWrongAndWhere()
    {
        using TemporaryLibrary library = new();
        PlanningResult result = await library.PlanAsync(Some.Caller("missing.yaml"));
        Diagnostic diagnostic = result.Diagnostics.ShouldHaveSingleItem();

        using JsonDocument document = JsonDocument.Parse(result.ToJson());

        document.RootElement.GetProperty("valid").GetBoolean().ShouldBeFalse();
        JsonElement json = document.RootElement.GetProperty("diagnostics")[0];
        json.GetProperty("code").GetString().ShouldBe(diagnostic.Code);
        json.GetProperty("severity").GetString().ShouldBe("error");
        json.GetProperty("file").GetString().ShouldBe("root.yaml");
        json.GetProperty("line").GetInt32().ShouldBe(diagnostic.Location.Line);
        json.GetProperty("column").GetInt32().ShouldBe(diagnostic.Location.Column);
        json.GetProperty("message").GetString().ShouldBe(diagnostic.Message);
        json.GetProperty("hint").GetString().ShouldBe(diagnostic.Hint);
    }

    [Fact]
    public void ToJson_NoPlace_IsNull()
    {
        PlanningResult result = new()
        {
            Diagnostics =
            [
                new()
                {
                    Descriptor = DiagnosticDescriptors.All.First(descriptor => descriptor.Id == "PB2001"),
                    Severity = DiagnosticSeverity.Warning,
                    Message = "<&> é",
                },
            ],
        };

        result.ToJson().ShouldBe("""
            {
              "valid": true,
              "diagnostics": [
                {
                  "code": "PB2001",
                  "severity": "warning",
                  "file": null,
                  "line": null,
                  "column": null,
                  "message": "<&> é",
                  "hint": null
                }
              ]
            }
            """.ReplaceLineEndings(Environment.NewLine));
    }
}
