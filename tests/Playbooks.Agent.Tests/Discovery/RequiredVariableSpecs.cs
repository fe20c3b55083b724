using Playbooks.Agent.Tests.Support;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>Which variables must be given: what Ansible would call undefined without them.</summary>
public sealed class RequiredVariableSpecs
{
    [Theory]
    [InlineData("x")]
    [InlineData("x.y.z")]
    [InlineData("x['y'][0].z()")]
    [InlineData("x | upper")]
    [InlineData("x | default('') | upper ~ x", "")]
    [InlineData("a[x]", "a x")]
    [InlineData("a.x", "a")]
    [InlineData("a['x']", "a")]
    [InlineData("x + y * -z", "x y z")]
    [InlineData("not x and y or z in w", "w x y z")]
    [InlineData("a if b else c", "a b c")]
    [InlineData("[x, y]", "x y")]
    [InlineData("{'a': x, b: y}", "b x y")]
    [InlineData("(x, y)", "x y")]
    [InlineData("x | selectattr('a', 'equalto', y) | map(attribute='z') | list", "x y")]
    [InlineData("lookup('env', 'HOME')", "")]
    [InlineData("lookup('file', x)")]
    [InlineData("query('community.general.some', x, key=y)", "x y")]
    [InlineData("range(x) | list")]
    [InlineData("x is divisibleby y", "x y")]
    [InlineData("x is version('1.0', '>=')")]
    [InlineData("x is not none")]
    [InlineData("x is ansible.builtin.subset(y)", "x y")]
    [InlineData("x | ansible.utils.ipaddr('net')")]
    [InlineData("true and false or none and True", "")]
    [InlineData("'x' ~ \"y\" ~ 'it\\'s z'", "")]
    [InlineData("1.5 + 0x1F + 1e5", "")]
    [InlineData("x | default(y)", "y")]
    [InlineData("x | d('')", "")]
    [InlineData("x.y.z | default('')", "")]
    [InlineData("x['y'].z | ansible.builtin.default(omit)", "")]
    [InlineData("(x) | default('')", "")]
    [InlineData("((x.y)) | default('')", "")]
    [InlineData("f(x) | default('')")]
    [InlineData("x is defined", "")]
    [InlineData("x is not defined", "")]
    [InlineData("x is undefined", "")]
    [InlineData("x.y is defined and x.y.z", "")]
    [InlineData("x if x is defined else ''", "")]
    [InlineData("hostvars[inventory_hostname]['ansible_host'] ~ groups['web'] ~ group_names ~ ansible_facts.os ~ play_hosts ~ playbook_dir ~ role_path ~ omit", "")]
    [InlineData("hostvars[x].y")]
    [InlineData("x }} and {{ y", "x y")]
    [InlineData("- x -")]
    [InlineData("'}}' ~ x")]
    [InlineData("{'a': {'b': x}}")]
    [InlineData("größe", "größe")]
    public async Task In_expressions(string expression, string required = "x")
    {
        string quoted = $"\"a {{{{ {expression.Replace("\\", "\\\\").Replace("\"", "\\\"")} }}}} b\"";

        (await Discovering.RequiredByTasksAsync($"- debug: {{ msg: {quoted} }}")).ShouldBe(required);
        if (!expression.Contains("}}", StringComparison.Ordinal) && !expression.StartsWith('-'))
        {
            (await Discovering.RequiredByTasksAsync($"- ping:\n  changed_when: {quoted.Replace("a {{", "").Replace("}} b", "")}")).ShouldBe(required);
        }
    }

    [Theory]
    [InlineData("{% if x %}{{ y }}{% endif %}", "x y")]
    [InlineData("{% if x is defined %}{{ x }}{% endif %}", "")]
    [InlineData("{% if x is defined %}{{ x }}{% endif %}{{ x }}", "x")]
    [InlineData("{% if a %}{% elif x is defined %}{{ x }}{% else %}{{ y }}{% endif %}", "a y")]
    [InlineData("{%- for u in users if u.active -%}{{ u.name }}{{ loop.index }}{%- endfor -%}", "users")]
    [InlineData("{% for k, v in map.items() recursive %}{{ k }}{{ v }}{% endfor %}", "map")]
    [InlineData("{% set a = x %}{{ a }}", "x")]
    [InlineData("{% set a, b = x, y %}{{ a }}{{ b }}", "x y")]
    [InlineData("{% set ns = namespace(found=x) %}{% set ns.found = true %}{{ ns.found }}", "x")]
    [InlineData("{% set a %}{{ x }}{% endset %}{{ a }}", "x")]
    [InlineData("{% macro m(a, b=x) %}{{ a }}{{ b }}{{ varargs }}{% endmacro %}{{ m(y) }}", "x y")]
    [InlineData("{% call(u) m(x) %}{{ u }}{% endcall %}", "x")]
    [InlineData("{% from 'm.j2' import a as b %}{% import 'n.j2' as n %}{{ b(x) }}{{ n.f() }}", "x")]
    [InlineData("{% with a = x, b = y %}{{ a }}{{ b }}{% endwith %}", "x y")]
    [InlineData("{% raw %}{{ x }}{% endraw %}{{ y }}", "y")]
    [InlineData("{# {{ x }} #}{{ y }}", "y")]
    [InlineData("{% filter upper %}{{ x }}{% endfilter %}", "x")]
    [InlineData("{% include x %}", "x")]
    [InlineData("{% do x.append(y) %}", "x y")]
    [InlineData("{{ x", "x")]
    [InlineData("{% if x", "x")]
    [InlineData("{% endif %}{% endfor %}{{ 'open }} {{ x }}", "")]
    [InlineData("{", "")]
    [InlineData("{% %}{{ }}{{{{", "")]
    [InlineData("${x} #{y} { z }", "")]
    public async Task In_templates(string template, string required)
        => (await Discovering.RequiredByTasksAsync("- template:\n    src: a.j2\n    dest: /a", ("templates/a.j2", template))).ShouldBe(required);

    [Theory]
    [InlineData("- ping:\n  when: x and y.z == 'a'", "x y")]
    [InlineData("- ping:\n  when: [x, \"y | bool\", true]", "x y")]
    [InlineData("- ping:\n  until: x\n  failed_when: [y]\n  changed_when: z", "x y z")]
    [InlineData("- assert:\n    that: [x > 1, 'y']\n    fail_msg: \"{{ z }}\"", "x y z")]
    [InlineData("- assert: { that: x is defined }", "x")]
    [InlineData("- fail: { msg: no }\n  when: x is not defined", "x")]
    [InlineData("- fail: { msg: no }\n  when: x is undefined or x == ''", "x")]
    [InlineData("- debug: { msg: \"{{ x }}\" }\n  when: x is defined", "")]
    [InlineData("- debug: { msg: \"{{ x }}\" }\n  when: [x is defined, x == 1]", "")]
    [InlineData("- debug: { msg: \"{{ x }}\" }\n  when: x | default(false)", "")]
    [InlineData("- debug: { msg: \"{{ x }}\" }\n  when: x is defined\n- debug: { msg: \"{{ x }}\" }", "x")]
    [InlineData("- when: x is defined\n  block:\n    - debug: { msg: \"{{ x }}\" }\n  rescue:\n    - debug: { msg: \"{{ x }}{{ y }}\" }\n  always:\n    - debug: { msg: \"{{ z }}\" }", "y z")]
    [InlineData("- debug: { msg: \"{{ item.name }}{{ x }}\" }\n  loop: \"{{ y }}\"", "x y")]
    [InlineData("- debug:\n  loop: things", "things")]
    [InlineData("- debug:\n  with_items: things", "things")]
    [InlineData("- debug:\n  with_dict: \"{{ things }}\"", "things")]
    [InlineData("- debug:\n  with_fileglob: files/*", "")]
    [InlineData("- debug: { msg: \"{{ one }}{{ i }}{{ item }}\" }\n  loop: \"{{ y }}\"\n  loop_control: { loop_var: one, index_var: i, label: \"{{ one.name }}\" }", "y")]
    [InlineData("- shell: echo {{ x }}\n  register: out\n- debug: { msg: \"{{ out.stdout }}\" }\n  when: out.rc == 0", "x")]
    [InlineData("- set_fact: { a: 1, b: \"{{ x }}\" }\n- debug: { msg: \"{{ a }}{{ b }}\" }", "x")]
    [InlineData("- set_fact: a=1 b={{ x }}\n- debug: { msg: \"{{ a }}{{ b }}\" }", "x")]
    [InlineData("- ansible.builtin.set_fact: { a: 1 }\n- debug: { msg: \"{{ a }}\" }", "")]
    [InlineData("- add_host: { name: h, groups: g, zone: 1 }\n- debug: { msg: \"{{ zone }}\" }", "")]
    [InlineData("- debug: { msg: \"{{ a }}\" }\n  vars: { a: \"{{ x }}\" }", "x")]
    [InlineData("- debug: { msg: hi }\n  vars: { unused: \"{{ x }}\" }", "")]
    [InlineData("- vars: { a: 1 }\n  block:\n    - debug: { msg: \"{{ a }}\" }", "")]
    [InlineData("- debug: { var: x }", "")]
    [InlineData("- name: \"About {{ x }}\"\n  ping:", "")]
    [InlineData("- command: ls\n  args: { chdir: \"{{ x }}\" }\n  environment: { A: \"{{ y }}\" }\n  delegate_to: \"{{ z }}\"", "x y z")]
    [InlineData("- local_action: command ls {{ x }}", "x")]
    [InlineData("- action: set_fact a={{ x }}\n- debug: { msg: \"{{ a }}\" }", "x")]
    [InlineData("- action: { module: set_fact, a: \"{{ x }}\" }\n- debug: { msg: \"{{ a }}\" }", "x")]
    [InlineData("- copy:\n    content: |\n      {% for a in x %}{{ a }}{% endfor %}\n    dest: /a", "x")]
    [InlineData("- debug: { msg: !unsafe \"{{ x }}\" }", "")]
    [InlineData("- debug: { msg: !custom \"{{ x }}\" }", "x")]
    [InlineData("- debug: { \"{{ x }}\": 1 }", "x")]
    [InlineData("- &t\n  debug: { msg: \"{{ x }}\" }\n- *t\n- <<: *t\n  name: again", "x")]
    public async Task In_tasks(string tasks, string required)
        => (await Discovering.RequiredByTasksAsync(tasks)).ShouldBe(required);

    [Theory]
    [InlineData("vars: { a: 1 }", "b")]
    [InlineData("vars: { a: \"{{ b }}\" }", "b")]
    [InlineData("vars: { a: \"{{ c }}\", b: 1 }", "c")]
    [InlineData("vars: [{ a: 1 }, { b: 1 }]", "")]
    [InlineData("vars:\n    a: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      6162\n    b: !vault abc", "")]
    [InlineData("vars_prompt: [{ name: a }, { name: b, default: x }]", "a")]
    [InlineData("vars_files: vars/one.yml", "b")]
    [InlineData("vars_files: [vars/one.yml, [missing.yml, two.yml]]", "")]
    [InlineData("vars_files: [\"vars/{{ ansible_os_family }}.yml\"]", "b")]
    [InlineData("vars_files: [\"{{ env }}.yml\"]", "env")]
    [InlineData("hosts: \"{{ target }}\"", "a b target")]
    [InlineData("environment: { P: \"{{ proxy }}\" }", "a b proxy")]
    [InlineData("vars: { <<: { a: 1 } }", "b")]
    public async Task In_plays(string play, string required)
        => (await Discovering.RequiredAsync(
            $"- hosts: all\n  {play}\n  tasks: [{{ debug: {{ msg: \"{{{{ a }}}}{{{{ b }}}}\" }} }}]\n",
            ("vars/one.yml", "a: 1\n"),
            ("two.yml", "b: 1\n"))).ShouldBe(required);

    [Theory]
    [InlineData("group_vars/all.yml")]
    [InlineData("group_vars/all/main.yaml")]
    [InlineData("group_vars/web")]
    [InlineData("host_vars/h1.yml")]
    [InlineData("inventory/group_vars/all.yml")]
    [InlineData("inventories/production/group_vars/web/x.yml")]
    public async Task Variables_of_groups_and_hosts_are_defined(string path)
        => (await Discovering.RequiredByTasksAsync("- debug: { msg: \"{{ a }}\" }", (path, "a: \"{{ b }}\"\nunused: \"{{ c }}\"\n"))).ShouldBe("b");

    [Theory]
    [InlineData("hosts", "[web]\nh1 a=1 b='x y'\n[web:vars]\nc = 3\n# d=1\n")]
    [InlineData("inventory/prod.ini", "[web:vars]\na=1\nb=2\nc=3\n")]
    [InlineData("inventory.yml", "all:\n  vars: { a: 1 }\n  children:\n    web:\n      vars: { b: 1 }\n      hosts:\n        h1: { c: 1 }\n        h2:\n")]
    public async Task Variables_of_inventories_are_defined(string path, string inventory)
        => (await Discovering.RequiredByTasksAsync("- debug: { msg: \"{{ a }}{{ b }}{{ c }}{{ d }}\" }", (path, inventory))).ShouldBe("d");

    [Fact]
    public async Task Variables_of_another_playbooks_folder_are_not_defined()
        => (await Discovering.RequiredByTasksAsync("- debug: { msg: \"{{ a }}\" }", ("other/group_vars/all.yml", "a: 1\n"))).ShouldBe("a");

    [Fact]
    public async Task An_encrypted_vars_file_defines_what_its_convention_says()
        => (await Discovering.RequiredByTasksAsync("- debug: { msg: \"{{ vault_password }}{{ a }}\" }", ("group_vars/all/vault.yml", "$ANSIBLE_VAULT;1.1;AES256\n6162\n"))).ShouldBe("a");

    [Theory]
    [InlineData("- include_vars: one.yml", "b")]
    [InlineData("- include_vars: { file: vars/one.yml }", "b")]
    [InlineData("- include_vars: { dir: vars }", "b")]
    [InlineData("- include_vars: { file: missing.yml, name: b }", "a")]
    [InlineData("- include_vars: \"{{ item }}\"\n  with_first_found: [\"{{ ansible_distribution }}.yml\", one.yml]", "b")]
    [InlineData("- include_tasks: more.yml", "more")]
    [InlineData("- import_tasks: tasks/deep.yml", "deep more")]
    [InlineData("- ansible.builtin.include_tasks: { file: more.yml, apply: { tags: x } }\n  vars: { more: 1 }", "")]
    [InlineData("- include_tasks: \"{{ ansible_os_family }}.yml\"", "a b")]
    [InlineData("- include_tasks: loop.yml", "a b loopy")]
    [InlineData("- include_tasks: \"missing\\0.yml\"", "a b")]
    public async Task What_is_included_is_followed(string task, string required)
        => (await Discovering.RequiredByTasksAsync(
            task + "\n- debug: { msg: \"{{ a }}{{ b }}\" }",
            ("vars/one.yml", "a: 1\n"),
            ("more.yml", "- set_fact: { a: 1, b: \"{{ more }}\" }\n"),
            ("tasks/deep.yml", "- include_tasks: ../more.yml\n- debug: { msg: \"{{ deep }}\" }\n"),
            ("loop.yml", "- include_tasks: loop2.yml\n"),
            ("loop2.yml", "- include_tasks: loop.yml\n- debug: { msg: \"{{ loopy }}\" }\n"))).ShouldBe(required);

    [Fact]
    public async Task Imported_playbooks_are_followed_and_circles_end()
        => (await Discovering.RequiredAsync(
            "- import_playbook: sub/b.yml\n  vars: { given: 1 }\n  when: flag\n",
            ("sub/b.yml", "- hosts: all\n  tasks: [{ debug: { msg: \"{{ given }}{{ x }}{{ grouped }}\" } }]\n- import_playbook: ../play.yml\n- import_playbook: \"{{ y }}.yml\"\n"),
            ("sub/group_vars/all.yml", "grouped: 1\n"))).ShouldBe("flag x y");

    [Fact]
    public async Task Included_templates_are_followed()
        => (await Discovering.RequiredByTasksAsync(
            "- template: src=a.j2 dest=/a",
            ("templates/a.j2", "{% include 'parts/b.j2' %}{% include 'missing.j2' ignore missing %}"),
            ("templates/parts/b.j2", "{{ x }}{% include 'a.j2' %}"))).ShouldBe("x");
}
