using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>What roles define and require.</summary>
public sealed class RoleVariableSpecs
{
    private const string Tasks = "- debug: { msg: \"{{ a }}{{ b }}\" }\n  notify: h\n";

    [Theory]
    [InlineData("roles/r/defaults/main.yml", "a: 1")]
    [InlineData("roles/r/defaults/main.yaml", "a: 1")]
    [InlineData("roles/r/defaults/main/first.yml", "a: 1")]
    [InlineData("roles/r/vars/main.yml", "a: 1")]
    [InlineData("roles/r/handlers/main.yml", "- { name: h, set_fact: { a: 1 } }")]
    [InlineData("roles/r/meta/main.yml", "dependencies: [{ role: other, a: 1 }]")]
    public async Task What_a_role_defines_is_not_required(string path, string text)
        => (await Discovering.RequiredAsync("- hosts: all\n  roles: [r]\n", ("roles/r/tasks/main.yml", Tasks), (path, text))).ShouldBe("b");

    [Fact]
    public Task A_play_gives_parameters_to_a_role()
        => Discovering.ShouldRequireAsync(
            role => $"- hosts: all\n  roles:\n    {role}\n",
            _ => [("roles/r/tasks/main.yml", Tasks)],
            ("- { role: r, a: 1 }", "b"),
            ("- { role: r, vars: { a: 1 } }", "b"),
            ("- { role: r, a: \"{{ c }}\" }", "b c"),
            ("- { role: r, when: d }", "a b d"),
            ("- { name: r }", "a b"),
            ("- \"{{ dynamic }}\"", ""),
            ("- missing", ""),
            ("- { tags: x }", ""),
            ("- [r]", ""));

    [Theory]
    [InlineData("include_role: { name: r }", "a b")]
    [InlineData("import_role: { name: r, tasks_from: other }", "c")]
    [InlineData("import_role: { name: r, tasks_from: other.yml, vars_from: special }", "")]
    [InlineData("include_role: { name: r, defaults_from: ab.yml }", "")]
    [InlineData("include_role: { name: \"{{ dynamic }}\" }", "dynamic")]
    [InlineData("ansible.builtin.import_role: name=r", "a b")]
    public async Task Included_roles_are_followed(string include, string required)
        => (await Discovering.RequiredByTasksAsync(
            "- " + include,
            ("roles/r/tasks/main.yml", Tasks),
            ("roles/r/tasks/other.yml", "- debug: { msg: \"{{ c }}\" }\n"),
            ("roles/r/vars/special.yml", "c: 1\n"),
            ("roles/r/defaults/ab.yml", "a: 1\nb: 1\n"))).ShouldBe(required);

    [Fact]
    public async Task Dependencies_are_followed_and_circles_end()
        => (await Discovering.RequiredAsync(
            "- hosts: all\n  roles: [one]\n",
            ("roles/one/meta/main.yml", "dependencies:\n  - two\n  - { role: three, when: flag }\n"),
            ("roles/two/meta/main.yml", "dependencies: [one]\n"),
            ("roles/two/tasks/main.yml", "- debug: { msg: \"{{ x }}\" }\n"),
            ("roles/three/tasks/main.yml", "- debug: { msg: \"{{ y }}\" }\n"))).ShouldBe("flag x y");

    [Theory]
    [InlineData("playbooks/roles/r")]
    [InlineData("roles/r")]
    [InlineData("collections/ansible_collections/ns/col/roles/r")]
    public async Task Roles_are_found_beside_the_playbook_and_at_the_root(string folder)
    {
        string name = folder.StartsWith("coll", StringComparison.Ordinal) ? "ns.col.r" : "r";

        (await Discovering.InfoAsync($"- hosts: all\n  roles: [{name}]\n", "playbooks/p.yml", ($"{folder}/tasks/main.yml", Tasks))).RequiredVariables.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Tasks_templates_and_vars_of_a_role_are_found_in_it()
        => (await Discovering.RequiredAsync(
            "- hosts: all\n  roles: [r]\n",
            ("roles/r/tasks/main.yml", "- include_tasks: sub/more.yml\n- include_vars: \"{{ ansible_os_family }}.yml\"\n"),
            ("roles/r/tasks/sub/more.yml", "- template: { src: a.j2, dest: /a }\n- include_tasks: next.yml\n"),
            ("roles/r/tasks/sub/next.yml", "- debug: { msg: \"{{ next }}\" }\n"),
            ("roles/r/templates/a.j2", "{{ package }}{{ x }}"),
            ("roles/r/vars/Debian.yml", "package: a\n"),
            ("templates/a.j2", "{{ wrong }}"))).ShouldBe("next x");

    [Fact]
    public async Task Argument_specs_say_what_is_required_and_of_which_type()
    {
        AnsiblePlaybookInfo info = await Discovering.InfoAsync(
            "- hosts: all\n  roles: [r]\n  vars: { given: 1 }\n",
            "play.yml",
            ("roles/r/meta/argument_specs.yml", """
                argument_specs:
                  main:
                    options:
                      port: { type: int, required: true }
                      names: { type: list, elements: str, required: yes }
                      untyped: { required: true }
                      given: { type: str, required: true }
                      fallback: { type: str, required: true, default: x }
                      optional: { type: bool }
                  other:
                    options:
                      elsewhere: { type: str, required: true }
                """),
            ("roles/r/tasks/main.yml", "- debug: { msg: \"{{ optional }}{{ port }}\" }\n"));

        info.RequiredVariables.ShouldBe([new("names", "list"), new("optional", "bool"), new("port", "int"), new("untyped")]);
    }

    [Fact]
    public async Task Argument_specs_of_the_meta_file_and_of_an_entry_point_count_too()
        => (await Discovering.InfoAsync(
            "- hosts: all\n  tasks: [{ import_role: { name: r, tasks_from: other.yml } }]\n",
            "play.yml",
            ("roles/r/meta/main.yml", "argument_specs: { main: { options: { a: { type: str, required: true } } }, other: { options: { b: { type: path, required: true } } } }\n"))).RequiredVariables
            .ShouldBe([new("b", "path")]);
}
