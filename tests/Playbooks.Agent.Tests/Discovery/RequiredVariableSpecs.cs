using Playbooks.Agent.Tests.Support;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>Which variables must be given: what Ansible would call undefined without them.</summary>
public sealed class RequiredVariableSpecs
{
    [Fact]
    public Task In_expressions()
        => Discovering.ShouldRequireAsync(
            expression => Discovering.Play($"- debug: {{ msg: \"a {{{{ {Quoted(expression)} }}}} b\" }}"),
            _ => [],
            ("x", "x"),
            ("x.y.z", "x"),
            ("x['y'][0].z()", "x"),
            ("x | upper", "x"),
            ("x | default('') | upper ~ x", ""),
            ("a[x]", "a x"),
            ("a.x", "a"),
            ("a['x']", "a"),
            ("x + y * -z", "x y z"),
            ("not x and y or z in w", "w x y z"),
            ("a if b else c", "a b c"),
            ("[x, y]", "x y"),
            ("{'a': x, b: y}", "b x y"),
            ("(x, y)", "x y"),
            ("x | selectattr('a', 'equalto', y) | map(attribute='z') | list", "x y"),
            ("lookup('env', 'HOME')", ""),
            ("lookup('file', x)", "x"),
            ("query('community.general.some', x, key=y)", "x y"),
            ("range(x) | list", "x"),
            ("x is divisibleby y", "x y"),
            ("x is version('1.0', '>=')", "x"),
            ("x is not none", "x"),
            ("x is ansible.builtin.subset(y)", "x y"),
            ("x | ansible.utils.ipaddr('net')", "x"),
            ("true and false or none and True", ""),
            ("'x' ~ \"y\" ~ 'it\\'s z'", ""),
            ("1.5 + 0x1F + 1e5", ""),
            ("x | default(y)", "y"),
            ("x | d('')", ""),
            ("x.y.z | default('')", ""),
            ("x['y'].z | ansible.builtin.default(omit)", ""),
            ("(x) | default('')", ""),
            ("((x.y)) | default('')", ""),
            ("f(x) | default('')", "x"),
            ("x is defined", ""),
            ("x is not defined", ""),
            ("x is undefined", ""),
            ("x.y is defined and x.y.z", ""),
            ("x if x is defined else ''", ""),
            ("hostvars[inventory_hostname]['ansible_host'] ~ groups['web'] ~ group_names ~ ansible_facts.os ~ play_hosts ~ playbook_dir ~ role_path ~ omit", ""),
            ("hostvars[x].y", "x"),
            ("x }} and {{ y", "x y"),
            ("-x - 1", "x"),
            ("'}}' ~ x", "x"),
            ("{'a': {'b': x}}", "x"),
            ("größe", "größe"));

    [Fact]
    public Task In_conditions()
        => Discovering.ShouldRequireAsync(
            expression => Discovering.Play($"- ping:\n  changed_when: \"{Quoted(expression)}\""),
            _ => [],
            ("x.y.z", "x"),
            ("x | default('') | upper ~ x", ""),
            ("a[x] and not b or c in d", "a b c d x"),
            ("x is defined and x.y is version('1.0', '>=')", ""),
            ("lookup('file', x) == y", "x y"),
            ("x ==", ""));

    [Fact]
    public Task In_templates()
        => Discovering.ShouldRequireAsync(
            _ => Discovering.Play("- template:\n    src: a.j2\n    dest: /a"),
            template => [("templates/a.j2", template)],
            ("{% if x %}{{ y }}{% endif %}", "x y"),
            ("{% if x is defined %}{{ x }}{% endif %}", ""),
            ("{% if x is defined %}{{ x }}{% endif %}{{ x }}", "x"),
            ("{% if a %}{% elif x is defined %}{{ x }}{% else %}{{ y }}{% endif %}", "a y"),
            ("{%- for u in users if u.active -%}{{ u.name }}{{ loop.index }}{%- endfor -%}", "users"),
            ("{% for k, v in map.items() recursive %}{{ k }}{{ v }}{% endfor %}", "map"),
            ("{% set a = x %}{{ a }}", "x"),
            ("{% set a, b = x, y %}{{ a }}{{ b }}", "x y"),
            ("{% set ns = namespace(found=x) %}{% set ns.found = true %}{{ ns.found }}", "x"),
            ("{% set a %}{{ x }}{% endset %}{{ a }}", "x"),
            ("{% macro m(a, b=x) %}{{ a }}{{ b }}{{ varargs }}{% endmacro %}{{ m(y) }}", "x y"),
            ("{% call(u) m(x) %}{{ u }}{% endcall %}", "x"),
            ("{% from 'm.j2' import a as b %}{% import 'n.j2' as n %}{{ b(x) }}{{ n.f() }}", "x"),
            ("{% with a = x, b = y %}{{ a }}{{ b }}{% endwith %}", "x y"),
            ("{% raw %}{{ x }}{% endraw %}{{ y }}", "y"),
            ("{# {{ x }} #}{{ y }}", "y"),
            ("{% filter upper %}{{ x }}{% endfilter %}", "x"),
            ("{% include x %}", "x"),
            ("{% do x.append(y) %}", "x y"),
            ("{{ x", ""),
            ("{% if x", ""),
            ("{% endif %}{% endfor %}{{ 'open }} {{ x }}", ""),
            ("{", ""),
            ("{% %}{{ }}{{{{", ""),
            ("${x} #{y} { z }", ""));

    [Fact]
    public Task In_tasks()
        => Discovering.ShouldRequireAsync(
            Discovering.Play,
            _ => [],
            ("- ping:\n  when: x and y.z == 'a'", "x y"),
            ("- ping:\n  when: [x, \"y | bool\", true]", "x y"),
            ("- ping:\n  until: x\n  failed_when: [y]\n  changed_when: z", "x y z"),
            ("- assert:\n    that: [x > 1, 'y']\n    fail_msg: \"{{ z }}\"", "x y z"),
            ("- assert: { that: x is defined }", "x"),
            ("- fail: { msg: no }\n  when: x is not defined", "x"),
            ("- fail: { msg: no }\n  when: x is undefined or x == ''", "x"),
            ("- debug: { msg: \"{{ x }}\" }\n  when: x is defined", ""),
            ("- debug: { msg: \"{{ x }}\" }\n  when: [x is defined, x == 1]", ""),
            ("- debug: { msg: \"{{ x }}\" }\n  when: x | default(false)", ""),
            ("- debug: { msg: \"{{ x }}\" }\n  when: x is defined\n- debug: { msg: \"{{ x }}\" }", "x"),
            ("- when: x is defined\n  block:\n    - debug: { msg: \"{{ x }}\" }\n  rescue:\n    - debug: { msg: \"{{ x }}{{ y }}\" }\n  always:\n    - debug: { msg: \"{{ z }}\" }", "y z"),
            ("- debug: { msg: \"{{ item.name }}{{ x }}\" }\n  loop: \"{{ y }}\"", "x y"),
            ("- debug:\n  loop: things", "things"),
            ("- debug:\n  with_items: things", "things"),
            ("- debug:\n  with_dict: \"{{ things }}\"", "things"),
            ("- debug:\n  with_fileglob: files/*", ""),
            ("- debug: { msg: \"{{ one }}{{ i }}{{ item }}\" }\n  loop: \"{{ y }}\"\n  loop_control: { loop_var: one, index_var: i, label: \"{{ one.name }}\" }", "y"),
            ("- shell: echo {{ x }}\n  register: out\n- debug: { msg: \"{{ out.stdout }}\" }\n  when: out.rc == 0", "x"),
            ("- set_fact: { a: 1, b: \"{{ x }}\" }\n- debug: { msg: \"{{ a }}{{ b }}\" }", "x"),
            ("- set_fact: a=1 b={{ x }}\n- debug: { msg: \"{{ a }}{{ b }}\" }", "x"),
            ("- ansible.builtin.set_fact: { a: 1 }\n- debug: { msg: \"{{ a }}\" }", ""),
            ("- add_host: { name: h, groups: g, zone: 1 }\n- debug: { msg: \"{{ zone }}\" }", ""),
            ("- debug: { msg: \"{{ a }}\" }\n  vars: { a: \"{{ x }}\" }", "x"),
            ("- debug: { msg: hi }\n  vars: { unused: \"{{ x }}\" }", ""),
            ("- vars: { a: 1 }\n  block:\n    - debug: { msg: \"{{ a }}\" }", ""),
            ("- debug: { var: x }", ""),
            ("- name: \"About {{ x }}\"\n  ping:", ""),
            ("- command: ls\n  args: { chdir: \"{{ x }}\" }\n  environment: { A: \"{{ y }}\" }\n  delegate_to: \"{{ z }}\"", "x y z"),
            ("- local_action: command ls {{ x }}", "x"),
            ("- action: set_fact a={{ x }}\n- debug: { msg: \"{{ a }}\" }", "x"),
            ("- action: { module: set_fact, a: \"{{ x }}\" }\n- debug: { msg: \"{{ a }}\" }", "x"),
            ("- copy:\n    content: |\n      {% for a in x %}{{ a }}{% endfor %}\n    dest: /a", "x"),
            ("- debug: { msg: !unsafe \"{{ x }}\" }", ""),
            ("- debug: { \"{{ x }}\": 1 }", "x"),
            ("- &t\n  debug: { msg: \"{{ x }}\" }\n- *t\n- <<: *t\n  name: again", "x"));

    [Fact]
    public Task In_plays()
        => Discovering.ShouldRequireAsync(
            play => $"- hosts: all\n  {play}\n  tasks: [{{ debug: {{ msg: \"{{{{ a }}}}{{{{ b }}}}\" }} }}]\n",
            _ => [("vars/one.yml", "a: 1\n"), ("two.yml", "b: 1\n")],
            ("vars: { a: 1 }", "b"),
            ("vars: { a: \"{{ b }}\" }", "b"),
            ("vars: { a: \"{{ c }}\", b: 1 }", "c"),
            ("vars: [{ a: 1 }, { b: 1 }]", ""),
            ("vars:\n    a: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      6162\n    b: !vault abc", ""),
            ("vars_prompt: [{ name: a }, { name: b, default: x }]", "a"),
            ("vars_files: vars/one.yml", "b"),
            ("vars_files: [vars/one.yml, [missing.yml, two.yml]]", ""),
            ("vars_files: [\"vars/{{ ansible_os_family }}.yml\"]", "b"),
            ("vars_files: [\"{{ env }}.yml\"]", "env"),
            ("hosts: \"{{ target }}\"", "a b target"),
            ("environment: { P: \"{{ proxy }}\" }", "a b proxy"),
            ("vars: { <<: { a: 1 } }", "b"));

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

    [Fact]
    public Task What_is_included_is_followed()
        => Discovering.ShouldRequireAsync(
            task => Discovering.Play(task + "\n- debug: { msg: \"{{ a }}{{ b }}\" }"),
            _ =>
            [
                ("vars/one.yml", "a: 1\n"),
                ("more.yml", "- set_fact: { a: 1, b: \"{{ more }}\" }\n"),
                ("tasks/deep.yml", "- include_tasks: ../more.yml\n- debug: { msg: \"{{ deep }}\" }\n"),
                ("loop.yml", "- include_tasks: loop2.yml\n"),
                ("loop2.yml", "- include_tasks: loop.yml\n- debug: { msg: \"{{ loopy }}\" }\n"),
            ],
            ("- include_vars: one.yml", "b"),
            ("- include_vars: { file: vars/one.yml }", "b"),
            ("- include_vars: { dir: vars }", "b"),
            ("- include_vars: { file: missing.yml, name: b }", "a"),
            ("- include_vars: \"{{ item }}\"\n  with_first_found: [\"{{ ansible_distribution }}.yml\", one.yml]", "b"),
            ("- include_tasks: more.yml", "more"),
            ("- import_tasks: tasks/deep.yml", "deep more"),
            ("- ansible.builtin.include_tasks: { file: more.yml, apply: { tags: x } }\n  vars: { more: 1 }", ""),
            ("- include_tasks: \"{{ ansible_os_family }}.yml\"", "a b"),
            ("- include_tasks: loop.yml", "a b loopy"),
            ("- include_tasks: \"missing\\0.yml\"", "a b"));

    [Fact]
    public Task What_facts_and_results_give_is_not_required()
        => Discovering.ShouldRequireAsync(
            Discovering.Play,
            _ => [],
            ("- service_facts:\n- debug: { msg: \"{{ services.sshd }}\" }", ""),
            ("- ansible.builtin.service_facts:\n- debug: { msg: \"{{ services.sshd }}\" }", ""),
            ("- package_facts: { manager: auto }\n- debug: { msg: \"{{ packages.nginx }}\" }", ""),
            ("- getent: { database: passwd }\n- debug: { msg: \"{{ getent_passwd.root }}{{ getent_group }}\" }", "getent_group"),
            ("- getent: database=group key=web\n- debug: { msg: \"{{ getent_group.web }}\" }", ""),
            ("- getent:\n  args: { database: hosts }\n- debug: { msg: \"{{ getent_hosts }}\" }", ""),
            ("- set_fact:\n  args: { a: 1 }\n- debug: { msg: \"{{ a }}{{ b }}\" }", "b"),
            ("- local_action: set_fact a=1\n- debug: { msg: \"{{ a }}\" }", ""),
            ("- block: [{ ping: , register: out }]\n- debug: { msg: \"{{ out.ping }}\" }\n  when: out is succeeded", ""),
            ("- debug: { msg: \"{{ services }}{{ packages }}\" }", "packages services"));

    [Fact]
    public Task Handlers_count_once_they_are_notified()
        => Discovering.ShouldRequireAsync(
            play => $"- hosts: all\n  {play}\n  post_tasks: [{{ debug: {{ msg: \"{{{{ a }}}}\" }} }}]\n",
            _ =>
            [
                ("handlers/more.yml", "- { name: h, set_fact: { a: 1 } }\n- { name: other, debug: { msg: \"{{ z }}\" } }\n"),
                ("handlers/all.yml", "- set_fact: { a: \"{{ x }}\" }\n"),
            ],
            ("tasks: [{ ping: , notify: h }]\n  handlers: [{ name: h, set_fact: { a: 1 } }, { name: i, debug: { msg: \"{{ x }}\" } }]", ""),
            ("tasks: [{ ping: }]\n  handlers: [{ name: h, set_fact: { a: \"{{ x }}\" } }]", "a"),
            ("tasks: [{ ping: , notify: [t] }]\n  handlers: [{ name: h, listen: [s, t], debug: { msg: \"{{ x }}\" }, register: a }]", "x"),
            ("tasks: [{ ping: , notify: h }]\n  handlers: [{ name: h, ping: , notify: i }, { name: i, set_fact: { a: \"{{ x }}\" } }]", "x"),
            ("tasks: [{ ping: , notify: \"restart {{ x }}\" }]\n  handlers: [{ name: restart web, set_fact: { a: 1 } }, { name: stop web, debug: { msg: \"{{ y }}\" } }]", "x"),
            ("tasks: [{ ping: , notify: \"web : h\" }]\n  handlers: [{ name: h, set_fact: { a: 1 } }]", ""),
            ("tasks: [{ ping: , notify: h }]\n  handlers: [{ import_tasks: handlers/more.yml }]", ""),
            ("tasks: [{ ping: , notify: h }]\n  handlers: [{ when: y is defined, block: [{ name: h, set_fact: { a: \"{{ x }}{{ y }}\" } }] }]", "x"),
            ("tasks: [{ ping: , notify: h }]\n  handlers: [{ name: h, include_tasks: handlers/all.yml }]", "x"),
            ("handlers: [{ debug: { msg: \"{{ x }}\" } }]", "a"));

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

    private static string Quoted(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");
}
