using System.Text.Json;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary><c>playbooks ansible</c>, with real Ansible.</summary>
public sealed class AnsibleCommandSpecs : IDisposable
{
    private readonly CliLibrary _repository = new();

    public AnsibleCommandSpecs() => _repository
        .With("inventory", "h1\nh2\n\n[all:vars]\nansible_connection=local\nansible_python_interpreter=/usr/bin/python3\n")
        .With("site.yml", """
            - name: Greet
              hosts: all
              gather_facts: false
              tasks:
                - name: "Say {{ word | default('hello') }}"
                  ansible.builtin.debug: { msg: "{{ word | default('hello') }} {{ number | default(0) | type_debug }}" }
                  tags: [say]
                - name: Refuse
                  ansible.builtin.fail: { msg: "The release {{ word | default('') }} is frozen" }
                  when: refuse | default('no') == 'yes'
            """)
        .With("vars.yml", "number: 5\n");

    public void Dispose() => _repository.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("runner")]
    [InlineData("direct")]
    public async Task A_run_writes_its_summary_as_JSON(string backend)
    {
        CliResult result = (await _repository.RunAsync("ansible", "run", "site.yml", "--backend", backend, "-e", "word=hi", "-e", "@vars.yml", "--limit", "h1")).ShouldExitWith(0);

        result.Json.GetProperty("status").GetString().ShouldBe("successful");
        result.Json.GetProperty("ok_count").GetInt32().ShouldBe(1);
        result.Json.GetProperty("skipped_count").GetInt32().ShouldBe(1);
        result.Json.GetProperty("hosts_summary").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("h1");
        result.Error.ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [InlineData("two hi", "-e", "a=two b='hi'", "-l", "h1")]
    [InlineData("1 int", "-e", "{\"a\": 1, \"b\": \"int\"}", "-l", "h1")]
    [InlineData("1 int", "-e", "{a: 1, b: int}", "--limit", "h1")]
    [InlineData("late x", "-e", "@file.yml", "-e", "a=late", "-l", "h1")]
    [InlineData("file x", "-e", "a=early", "-e", "@file.yml", "-l", "h1")]
    [InlineData("two words x", "-e", "a=early", "-e", "@file.yml", "-e", "a=\"two words\"", "-l", "h1")]

    public async Task Extra_vars_and_letters_are_read_as_Ansible_reads_them(string expected, params string[] arguments)
    {
        _repository.With("file.yml", "a: file\nb: x\n").With("echo.yml", """
            - hosts: all
              gather_facts: false
              tasks:
                - ansible.builtin.set_stats: { data: { said: "{{ a }} {{ b }}" } }
            """);

        CliResult result = (await _repository.RunAsync(["ansible", "run", "echo.yml", .. arguments])).ShouldExitWith(0);

        result.Json.GetProperty("custom_stats").GetProperty("said").GetString().ShouldBe(expected);
        result.Json.GetProperty("hosts_summary").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("h1");
    }

    [Theory]
    [InlineData("ansible", "run", "site.yml", "--library", "x")]
    [InlineData("ansible", "run", "site.yml", "--strict")]
    [InlineData("ansible", "list-hosts", "site.yml", "--library", "x")]
    [InlineData("agent", "discover", "--library", "x")]
    [InlineData("agent", "run", "work.json", "--format", "text")]
    [InlineData("ansible", "list-hosts", "site.yml", "--check")]
    [InlineData("ansible", "list-tasks", "site.yml", "--backend", "warm")]
    [InlineData("ansible", "syntax-check", "site.yml", "-f", "3")]
    [InlineData("list", "--strict")]
    [InlineData("schema", "--format", "json")]
    public async Task An_option_without_an_effect_is_not_accepted(params string[] arguments)
        => (await _repository.RunAsync(arguments)).ShouldExitWith(2).Error.ShouldContain("Unrecognized");

    [Fact(Timeout = Limit)]
    public async Task A_failed_run_exits_with_1_and_says_why()
    {
        CliResult result = (await _repository.RunAsync("ansible", "run", "site.yml", "-e", "refuse=yes", "-e", "word=2.0", "--format", "text")).ShouldExitWith(1);

        result.Output.ShouldContain("failed");
        result.Output.ShouldContain("h2: Refuse (");
        result.Output.ShouldContain("The release 2.0 is frozen");
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_takes_too_long_exits_with_124()
    {
        _repository.With("slow.yml", "- hosts: h1\n  gather_facts: false\n  tasks:\n    - ansible.builtin.command: sleep 61235\n");

        CliResult result = (await _repository.RunAsync("ansible", "run", "slow.yml", "--timeout", "2")).ShouldExitWith(124);

        result.Json.GetProperty("status").GetString().ShouldBe("timeout");
        Playbooks.TestSupport.Machine.Processes("61235").ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task In_a_terminal_a_line_tells_how_far_it_is()
        => (await Terminal.RunAsync(_repository.Folder, "ansible", "run", "site.yml", "--backend", "direct", "--format", "text"))
            .ShouldContain("Greet: task 'Refuse': 2 ok, 0 changed on 2 hosts");

    [Theory(Timeout = Limit)]
    [InlineData("Playbook not found: nosuch.yml", "ansible", "run", "nosuch.yml")]
    [InlineData("is not an extra var: write NAME=VALUE, a map", "ansible", "run", "site.yml", "-e", "word")]
    [InlineData("the file of extra vars 'nosuch.yml' does not exist", "ansible", "run", "site.yml", "-e", "@nosuch.yml")]
    [InlineData("--timeout -1 is not a time limit", "ansible", "run", "site.yml", "--timeout", "-1")]
    [InlineData("Forks is 0", "ansible", "run", "site.yml", "--forks", "0")]
    [InlineData("does not exist", "ansible", "run", "site.yml", "--repository", "nosuch")]
    [InlineData("does not exist", "ansible", "run", "site.yml", "-i", "nosuch")]
    [InlineData("nosuch", "ansible", "summarize", "nosuch")]
    public async Task Invalid_input_is_one_line_and_exits_with_2(string problem, params string[] arguments)
    {
        CliResult result = (await _repository.RunAsync(arguments)).ShouldExitWith(2);

        result.Error.ShouldStartWith("error: ");
        result.Error.ShouldContain(problem);
        result.Error.TrimEnd().ShouldNotContain('\n');
        result.Output.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Hosts_and_tasks_are_listed()
    {
        (await _repository.RunAsync("ansible", "list-hosts", "site.yml")).ShouldExitWith(0).Output.ShouldBe("Greet (all)\n  host h1\n  host h2\n");
        CliResult tasks = (await _repository.RunAsync("ansible", "list-tasks", "site.yml", "--tags", "say", "--format", "json")).ShouldExitWith(0);

        JsonElement play = tasks.Json.GetProperty("plays")[0];
        play.GetProperty("pattern").GetString().ShouldBe("all");
        play.GetProperty("tasks").EnumerateArray().ShouldHaveSingleItem().GetProperty("tags")[0].GetString().ShouldBe("say");
    }

    [Fact(Timeout = Limit)]
    public async Task A_syntax_check_exits_with_2_when_Ansible_cannot_read_it()
    {
        _repository.With("broken.yml", "- hosts: all\n  tasks:\n    - nosuchmodule: {}\n");

        (await _repository.RunAsync("ansible", "syntax-check", "site.yml")).ShouldExitWith(0).Output.ShouldBe("site.yml: valid\n");
        CliResult broken = (await _repository.RunAsync("ansible", "syntax-check", "broken.yml", "--format", "json")).ShouldExitWith(2);

        broken.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        broken.Json.GetProperty("errors")[0].GetString().ShouldNotBeNull().ShouldContain("nosuchmodule");
    }

    [Fact(Timeout = Limit)]
    public async Task A_plan_shows_the_hosts_and_tasks_of_its_Ansible_steps()
    {
        _repository.With("deploy.yaml", """
            name: Deploy
            parameters: [{ name: limit, type: string, default: h1 }]
            steps:
              - { id: all, name: All, type: ansible.run, parameters: { playbook: site.yml } }
              - { id: some, name: Some, type: ansible.run, parameters: { playbook: site.yml, limit: "{{ parameter.limit }}" } }
              - { id: gone, name: Gone, type: ansible.run, parameters: { playbook: nosuch.yml } }
            """);

        CliResult text = (await _repository.RunAsync("plan", "deploy.yaml", "--ansible")).ShouldExitWith(0);
        JsonElement json = (await _repository.RunAsync("plan", "deploy.yaml", "--ansible", "--format", "json")).ShouldExitWith(0).Json.GetProperty("ansible");

        text.Output.ShouldContain("Ansible, all\n  Greet (all)\n    host h1\n    host h2\n    task Say");
        text.Output.ShouldContain("Ansible, some: known only when it runs\n");
        text.Output.ShouldContain("Ansible, gone: Playbook not found: nosuch.yml");
        json.EnumerateArray().Select(step => step.GetProperty("address").GetString()).ShouldBe(["all", "some", "gone"]);
        json[0].GetProperty("plays")[0].GetProperty("hosts").GetArrayLength().ShouldBe(2);
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_only_predicts_carries_check_into_Ansible()
    {
        string made = Path.Combine(_repository.Folder, "made");
        _repository.With("touch.yml", $"- hosts: h1\n  gather_facts: false\n  tasks:\n    - ansible.builtin.copy: {{ dest: '{made}', content: x }}\n");
        _repository.With("deploy.yaml", """
            name: Deploy
            steps:
              - { id: look, name: Look, type: ansible.run, parameters: { playbook: touch.yml } }
              - { id: go, name: Go, type: utility.command, parameters: { program: "false" } }
            outputs: { changed: "{{ step.look.changed_count }}" }
            """);

        JsonElement report = (await _repository.RunAsync("run", "deploy.yaml", "--check", "--format", "json")).ShouldExitWith(0).Json;

        report.GetProperty("check").GetBoolean().ShouldBeTrue();
        report.GetProperty("outputs").GetProperty("changed").GetInt32().ShouldBe(1);
        report.GetProperty("steps")[1].GetProperty("status").GetString().ShouldBe("skipped");
        File.Exists(made).ShouldBeFalse();
    }
}
