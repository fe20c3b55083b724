using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary><c>playbooks agent</c>, with real Ansible.</summary>
public sealed class AgentCommandSpecs : IDisposable
{
    private readonly Support.CliLibrary _repository = new();

    public AgentCommandSpecs() => _repository
        .With("inventory", "h1\n\n[all:vars]\nansible_connection=local\nansible_python_interpreter=/usr/bin/python3\n")
        .With("kuma-deploy.yml", "- name: Deploy Kuma\n  hosts: all\n  gather_facts: false\n  tasks:\n    - name: Say\n      ansible.builtin.debug: { msg: hello }\n")
        .With("grafana-remove.yml", "- name: Remove Grafana\n  hosts: all\n  gather_facts: false\n  tasks:\n    - name: Refuse\n      ansible.builtin.fail: { msg: the release is frozen }\n");

    public void Dispose() => _repository.Dispose();

    [Fact(Timeout = Limit)]
    public async Task A_request_is_done_and_its_result_written_as_JSON()
    {
        _repository.With("work.json", """{ "task_id": "1", "work_type": "deploy_service", "parameters": { "intent": "Deploy Kuma" } }""");

        CliResult result = (await _repository.RunAsync("agent", "run", "work.json")).ShouldExitWith(0);

        result.Json.GetProperty("status").GetString().ShouldBe("completed");
        result.Json.GetProperty("task_id").GetString().ShouldBe("1");
        JsonDocument.Parse(result.Json.GetProperty("output").GetString()!).RootElement.GetProperty("ok_count").GetInt32().ShouldBe(1);
        result.Error.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Work_that_fails_exits_with_1_and_a_request_that_is_none_with_2()
    {
        _repository.With("failing.json", """{ "task_id": "1", "work_type": "run_playbook", "parameters": { "playbook_path": "grafana-remove.yml" } }""");
        _repository.With("wrong.json", """{ "task_id": 1 }""");

        (await _repository.RunAsync("agent", "run", "failing.json")).ShouldExitWith(1).Json.GetProperty("error_message").GetString()!.ShouldContain("the release is frozen");
        (await _repository.RunAsync("agent", "run", "wrong.json")).ShouldExitWith(2).ErrorLines.ShouldHaveSingleItem().ShouldContain("task_id");
        (await _repository.RunAsync("agent", "run", "nowhere.json")).ShouldExitWith(2).ErrorLines.Length.ShouldBe(1);
        (await _repository.RunAsync("agent", "run", "failing.json", "--repository", "nowhere")).ShouldExitWith(2).ErrorLines.Length.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task Interrupted_work_is_cancelled_with_a_result()
    {
        using TcpListener door = new(IPAddress.Loopback, 0);
        door.Start();
        string mark = $"61236.{Guid.NewGuid().GetHashCode() & int.MaxValue}";
        _repository.With("wait.yml", $$"""
            - hosts: h1
              gather_facts: false
              tasks:
                - name: Knock and wait
                  ansible.builtin.command:
                    argv: [bash, -c, "echo knock > /dev/tcp/127.0.0.1/{{((IPEndPoint)door.LocalEndpoint).Port}}; sleep {{mark}} & wait"]
            """);
        _repository.With("work.json", """{ "task_id": "1", "work_type": "run_playbook", "parameters": { "playbook_path": "wait.yml" } }""");
        using CliProcess process = _repository.Start("agent", "run", "work.json");
        using TcpClient knock = await door.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await process.SignalAsync("INT");

        (await process.WaitForEndAsync()).ShouldExitWith(130).Json.GetProperty("status").GetString().ShouldBe("cancelled");
        Machine.Processes(mark).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task An_order_is_mapped_and_explained()
    {
        CliResult mapped = (await _repository.RunAsync("agent", "map", "Deploy Kuma")).ShouldExitWith(0);
        mapped.Json.GetProperty("playbook").GetProperty("path").GetString().ShouldBe("kuma-deploy.yml");
        mapped.Json.GetProperty("explanation").GetProperty("matchers").GetArrayLength().ShouldBe(0);

        CliResult explained = (await _repository.RunAsync("agent", "map", "Deploy Kuma", "--explain")).ShouldExitWith(0);
        explained.Json.GetProperty("explanation").GetProperty("matchers").GetArrayLength().ShouldBeGreaterThan(0);

        (await _repository.RunAsync("agent", "map", "remove kuma", "--format", "text")).ShouldExitWith(1).Output.ShouldNotBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task The_playbooks_of_a_repository_are_listed()
    {
        CliResult json = (await _repository.RunAsync("agent", "discover")).ShouldExitWith(0);
        json.Json.GetProperty("playbooks").EnumerateArray().Select(playbook => playbook.GetProperty("path").GetString()).ShouldBe(["grafana-remove.yml", "kuma-deploy.yml"]);

        CliResult text = (await _repository.RunAsync("agent", "discover", "--repository", _repository.Folder, "--format", "text")).ShouldExitWith(0);
        text.OutputLines.ShouldBe(["grafana-remove.yml: grafana", "kuma-deploy.yml: kuma"]);
    }
}
