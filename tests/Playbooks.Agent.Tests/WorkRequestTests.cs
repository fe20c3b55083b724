using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests;

public sealed class WorkRequestTests
{
    [Fact]
    public void FromJson_EveryField_IsRead()
    {
        WorkRequest request = WorkRequest.FromJson("""
            {"task_id":"t1","work_type":"run_playbook","parameters":{"playbook_path":"site.yml","extravars":{"n":3,"f":1.5,"l":[true,null]}},
             "hints":{"region":"eu"},"request_id":"r1","trace_id":"0af7651916cd43dd8448eb211c80319c","priority":1,"concurrency_key":"web","unknown":{"more":[]}}
            """);

        request.TaskId.ShouldBe("t1");
        request.WorkType.ShouldBe("run_playbook");
        request.RequestId.ShouldBe("r1");
        request.TraceId.ShouldBe("0af7651916cd43dd8448eb211c80319c");
        request.Priority.ShouldBe(1);
        request.ConcurrencyKey.ShouldBe("web");
        request.Hints["region"].ShouldBe("eu");
        IReadOnlyDictionary<string, object?> extraVars = (IReadOnlyDictionary<string, object?>)request.Parameters["extravars"]!;
        extraVars["n"].ShouldBe(3L);
        extraVars["f"].ShouldBe(1.5);
        extraVars["l"].ShouldBe(new List<object?> { true, null });
    }

    [Fact]
    public void FromJson_OnlyWhatIsRequired_HasTheDefaults()
    {
        WorkRequest request = WorkRequest.FromJson("""{"task_id":"t1","work_type":"x","parameters":null,"priority":null}""");

        request.Parameters.ShouldBeEmpty();
        request.Hints.ShouldBeEmpty();
        request.Priority.ShouldBe(3);
        request.RequestId.ShouldBeNull();
    }

    [Fact]
    public void ToJson_ReadAgain_IsTheSame()
    {
        WorkRequest request = WorkRequest.FromJson("""{"task_id":"ü ✓","work_type":"x","parameters":{"a":{"b":[1,2.5,"c",null,false]}},"hints":{"h":1},"request_id":"r","trace_id":"t","priority":5,"concurrency_key":"k"}""");

        WorkRequest again = WorkRequest.FromJson(request.ToJson());

        again.ToJson().ShouldBe(request.ToJson());
        again.ToJson().ShouldBe("""{"task_id":"ü ✓","work_type":"x","parameters":{"a":{"b":[1,2.5,"c",null,false]}},"hints":{"h":1},"request_id":"r","trace_id":"t","priority":5,"concurrency_key":"k"}""");
    }

    [Fact]
    public void ToJson_ASecret_IsThreeStars()
        => Work.Request("x", ("password", new Secret("hunter22"))).ToJson().ShouldContain("\"password\":\"***\"");

    [Theory]
    [InlineData("""{"work_type":"x"}""", "task_id", "task_id is missing: give a text that names this piece of work.")]
    [InlineData("""{"task_id":"t"}""", "work_type", "work_type is missing: give a text such as 'run_playbook'.")]
    [InlineData("""{"task_id":5,"work_type":"x"}""", "task_id", "task_id must be a text, not the number 5.")]
    [InlineData("""{"task_id":"t","work_type":["x"]}""", "work_type", "work_type must be a text, not a list.")]
    [InlineData("""{"task_id":"t","work_type":"x","parameters":"site.yml"}""", "parameters", "parameters must be an object, not the text 'site.yml'.")]
    [InlineData("""{"task_id":"t","work_type":"x","hints":true}""", "hints", "hints must be an object, not the boolean true.")]
    [InlineData("""{"task_id":"t","work_type":"x","priority":"high"}""", "priority", "priority must be a whole number from 1 to 5, not the text 'high'.")]
    [InlineData("""{"task_id":"t","work_type":"x","priority":2.5}""", "priority", "priority must be a whole number from 1 to 5, not the number 2.5.")]
    [InlineData("[]", "", "A work request must be a JSON object, not a list.")]
    public void FromJson_AFieldOfAWrongType_IsNamedWithWhatIsExpected(string json, string field, string message)
    {
        WorkRequestException exception = Should.Throw<WorkRequestException>(() => WorkRequest.FromJson(json));

        exception.Field.ShouldBe(field);
        exception.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"task_id\":\"a\",\"task_id\":\"b\",\"work_type\":\"x\"}")]
    [InlineData("{\"task_id\":\"\\ud83d\",\"work_type\":\"x\"}")]
    [InlineData("{\"task_id\":\"t\",\"work_type\":\"x\",\"parameters\":{\"\\ud83d\":1}}")]
    public void FromJson_WhatIsNoJson_IsAnExceptionOfOurs(string json) => Should.Throw<WorkRequestException>(() => WorkRequest.FromJson(json));

    [Fact]
    public void FromJson_VeryDeep_IsAnExceptionOfOurs()
    {
        string deep = """{"task_id":"t","work_type":"x","parameters":{"a":""" + new string('[', 100_000) + new string(']', 100_000) + "}}";

        Should.Throw<WorkRequestException>(() => WorkRequest.FromJson(deep));
    }

    [Fact]
    public async Task ExecuteAsync_AnyBytes_GiveOneResult()
    {
        InfrastructureAgent agent = new([new LambdaHandler(_ => WorkOutcome.Completed())]);
        Gen<string> token = Gen.Elements("{", "}", "[", "]", ",", ":", "\"", "\"task_id\"", "\"work_type\"", "\"test\"", "\"parameters\"", "null", "true", "1e999", "-0", "\\ud800", "é", "\0", " ");
        Gen<byte[]> any = Gen.OneOf(
            Gen.ListOf(token).Select(tokens => Encoding.UTF8.GetBytes(string.Concat(tokens))),
            ArbMap.Default.GeneratorFor<byte[]>());

        foreach (byte[] bytes in Gen.Sample(any, 60, 2000))
        {
            WorkResult result = await agent.ExecuteAsync(bytes, TestContext.Current.CancellationToken);

            (result.IsCompleted || result.ErrorMessage is { Length: > 0 }).ShouldBeTrue(Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public async Task ExecuteAsync_AnyParameters_GiveOneResultAndNoRunOutOfBounds()
    {
        using FakeRepository repository = new();
        InfrastructureAgent agent = repository.Agent();
        string[] names = ["playbook_path", "extravars", "inventory", "timeout_seconds", "limit", "tags", "skip_tags", "check", "diff", "forks", "analyze_on_failure", "extra_arguments"];
        string[] values = ["null", "true", "-1", "0.5", "1e400", "\"\"", "\"../x\"", "\"no.yml\"", "\"a\\u0000b\"", "[]", "[1]", "{}", "{\"ansible_user\":\"root\"}", "\"soon\""];
        Gen<string> parameters = Gen.ListOf(Gen.Zip(Gen.Elements(names), Gen.Elements(values)))
            .Select(entries => string.Join(',', entries.DistinctBy(entry => entry.Item1).Select(entry => $"\"{entry.Item1}\":{entry.Item2}")));

        foreach (string json in Gen.Sample(parameters, 12, 500))
        {
            WorkResult result = await agent.ExecuteAsync(
                Encoding.UTF8.GetBytes($$$"""{"task_id":"{{{Guid.NewGuid()}}}","work_type":"run_playbook","parameters":{ {{{json}}} }}"""), TestContext.Current.CancellationToken);

            result.Status.ShouldBe(WorkStatus.Failed, json);
            result.ErrorMessage.ShouldNotBeNullOrWhiteSpace(json);
        }

        repository.Has("call.json").ShouldBeFalse();
    }
}
