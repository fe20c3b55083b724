using System.Text;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>Broken files are named, with their line, and hurt no other.</summary>
public sealed class BadInputSpecs : IDisposable
{
    private readonly FakeRepository _repository = new(recordedCase: null);

    public BadInputSpecs() => _repository.Write("good.yml", "- hosts: all\n");

    private static readonly (string Yaml, int? Line, string Message)[] Broken =
    [
        ("- hosts: all\n  tasks: [\n", 3, "YAML syntax"),
        ("- hosts: all\n   tasks: x\n", 2, "YAML syntax"),
        ("- hosts: all\n\ttasks: x\n", 2, "YAML syntax"),
        ("- hosts: \"all\n", null, "YAML syntax"),
        ("- hosts: all\n---\n- hosts: all\n", 2, "second YAML document"),
        ("- hosts: all\n- debug: { msg: x }\n", 2, "neither a play"),
        ("- hosts: all\n- text\n", 2, "neither a play"),
        ("- hosts: all\n- name: x\n  tasks: []\n", 2, "no 'hosts'"),
        ("- name: x\n  tasks:\n    - debug:\n", 1, "no 'hosts'"),
        ("hosts: all\ntasks:\n  - debug:\n", 1, "list of plays"),
        ("- hosts: *nobody\n", 1, "'*nobody'"),
        ("- &a [*a]\n- hosts: all\n", 1, "'*a'"),
        ("- hosts: all\n  vars: { a: " + new string('[', 20_000) + "\n", 2, "levels deep"),
        (string.Concat(Enumerable.Range(0, 20_000).Select(i => new string(' ', 0) + "- ")) + "\n", 1, "levels deep"),
        ("- hosts: all\n  vars:\n    a: &a [x,x,x,x,x,x,x,x,x,x]\n" + Bomb("*{0},*{0},*{0},*{0},*{0},*{0},*{0},*{0},*{0},*{0}", "[{0}]"), null, "Aliases"),
        ("- hosts: all\n  vars:\n    a: &a { k: 1, l: 2 }\n" + Bomb("*{0},*{0},*{0},*{0},*{0},*{0},*{0},*{0},*{0},*{0}", "{{ <<: [{0}] }}"), null, "Aliases"),
        ("@", 1, "YAML syntax"),
        ("- hosts: all\n  vars: { a: !<%> x }\n", 2, "YAML syntax"),
        ("- hosts: all\n  tasks:\n    - debug: { msg: {{ x }} }\n", 3, "needs quotes"),
        ("- hosts: all\n  tasks:\n    - debug:\n        msg: {{ x }}\n", 4, "needs quotes"),
        ("- hosts: {{ x }}\n", 1, "needs quotes"),
        ("- ? { complex: key }\n  : value\n  hosts: all\n", 1, "cannot be a key"),
        ("- hosts: all\n  vars:\n    a: !custom x\n", 3, "could not determine a constructor for the tag '!custom'"),
        ("- hosts: all\n  vars:\n    a: 2020-99-99\n", 3, "cannot make a value"),
    ];

    public void Dispose() => _repository.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Broken_files_are_reported_with_their_lines()
    {
        for (int i = 0; i < Broken.Length; i++)
        {
            _repository.Write($"bad{i:00}.yml", Broken[i].Yaml);
        }

        AnsiblePlaybookListing listing = await _repository.DiscoverAsync();

        listing.Playbooks.Single().Path.ShouldBe("good.yml");
        listing.Invalid.Select(invalid => invalid.Path).ShouldBe(Broken.Select((_, i) => $"bad{i:00}.yml"));
        foreach ((InvalidPlaybookFile invalid, (string yaml, int? line, string message)) in listing.Invalid.Zip(Broken))
        {
            invalid.Message.ShouldStartWith($"line {invalid.Line}: ");
            invalid.Message.ShouldContain(message, customMessage: yaml[..Math.Min(yaml.Length, 200)]);
            invalid.Message.ShouldNotContain(_repository.Folder);
            if (line is not null)
            {
                invalid.Line.ShouldBe(line, invalid.Message);
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_that_is_too_much_for_the_parser_is_reported_and_costs_no_other()
    {
        _repository.Write("bomb.yml", $"- hosts: all\n  vars: {{ a: [{string.Concat(Enumerable.Repeat("x,", 8 << 20))}] }}\n");
        for (int i = 0; i < 100; i++)
        {
            _repository.Write($"p{i}.yml", "- hosts: all\n");
        }

        AnsiblePlaybookListing listing = await _repository.DiscoverAsync(new AnsiblePlaybookCatalogOptions { MaximumFileBytes = 64 << 20 });

        listing.Playbooks.Count.ShouldBe(101);
        listing.Invalid.Single().Path.ShouldBe("bomb.yml");
        listing.Invalid.Single().Message.ShouldContain("MiB to read");
    }

    [Theory]
    [InlineData(new byte[] { (byte)'-', (byte)' ', 0xFF, 0xFE, (byte)'\n' })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'-', 0 })]
    [InlineData(new byte[] { (byte)'-', (byte)' ', 0, (byte)'\n' })]
    [InlineData(new byte[] { (byte)'#', (byte)'\n', (byte)'-', 0xC3 })]
    public async Task A_file_that_is_no_UTF_8_text_is_reported(byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_repository.Folder, "bad.yml"), bytes);

        (await _repository.DiscoverAsync()).Invalid.Single().Message.ShouldContain("not UTF-8");
    }

    [Fact]
    public async Task Other_files_that_are_no_UTF_8_text_are_nobodys_business()
    {
        File.WriteAllBytes(Path.Combine(_repository.Folder, "compose.yml"), [.. "services: "u8, 0xFF]);

        (await _repository.DiscoverAsync()).Invalid.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_reported_with_the_bound()
    {
        _repository.Write("large.yml", "# A comment.\n---\n- hosts: all\n" + new string('#', 2000));
        _repository.Write("data.yml", "a: b\n" + new string('#', 2000));

        AnsiblePlaybookListing listing = await _repository.DiscoverAsync(new AnsiblePlaybookCatalogOptions { MaximumFileBytes = 1000 });

        listing.Invalid.Single().Path.ShouldBe("large.yml");
        listing.Invalid.Single().Message.ShouldContain("1000");
        listing.Invalid.Single().Message.ShouldContain("MaximumFileBytes");
        listing.Playbooks.Single().Path.ShouldBe("good.yml");
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_reported()
    {
        string file = Path.Combine(_repository.Folder, "locked.yml");
        _repository.Write("locked.yml", "- hosts: all\n");
        File.SetUnixFileMode(file, UnixFileMode.None);
        Assert.SkipWhen(CanRead(file), "This user may read everything.");

        (await _repository.DiscoverAsync()).Invalid.Single().Message.ShouldContain("may not be read");
    }

    [Fact]
    public async Task A_folder_that_may_not_be_read_hides_no_other()
    {
        _repository.Write("locked/p.yml", "- hosts: all\n");
        string folder = Path.Combine(_repository.Folder, "locked");
        File.SetUnixFileMode(folder, UnixFileMode.None);
        try
        {
            (await _repository.PathsAsync()).ShouldContain("good.yml");
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData("roles/r/tasks/main.yml")]
    [InlineData("roles/r/defaults/main.yml")]
    [InlineData("roles/r/meta/main.yml")]
    [InlineData("roles/r/meta/argument_specs.yml")]
    [InlineData("vars.yml")]
    [InlineData("group_vars/all.yml")]
    [InlineData("hosts.ini")]
    [InlineData("templates/a.j2")]
    public async Task A_broken_file_that_a_playbook_needs_does_not_hide_the_playbook(string path)
    {
        string[] texts = ["- [\n", "a: [\n", "x", "- - - x\n", "{{ {% {# [[", "argument_specs: { main: [1], x: { options: 3 } }\ndependencies: { a: 1 }\n", "\"\\0\": 1\n"];
        byte[][] contents = [.. texts.Select(Encoding.UTF8.GetBytes), [0xFF, 0x00]];
        for (int i = 0; i < contents.Length; i++)
        {
            _repository.Write($"{i}/p.yml", "- hosts: all\n  roles: [r]\n  vars_files: [vars.yml]\n  tasks: [{ template: { src: a.j2 } }]\n");
            _repository.Write($"{i}/{path}", "");
            File.WriteAllBytes(Path.Combine(_repository.Folder, $"{i}", path), contents[i]);
        }

        (await _repository.PathsAsync()).Where(found => found.EndsWith("/p.yml", StringComparison.Ordinal)).ShouldBe(contents.Select((_, i) => $"{i}/p.yml"));
    }

    [Theory]
    [InlineData("- hosts:\n  roles: x\n  tasks: 3\n  vars: [1]\n  vars_prompt: x\n  vars_files: { a: 1 }\n  tags: { a: b }\n  handlers: [[]]\n")]
    [InlineData("- hosts: { a: b }\n  tasks:\n    - 1\n    - []\n    - {}\n    - { when: { a: 1 } }\n    - { loop_control: x, register: [1], block: 3, action: [], local_action: '' }\n    - { include_role: , import_role: 3, include_vars: [], template: 1, assert: x, set_fact: }\n")]
    [InlineData("- import_playbook:\n- import_playbook: ''\n- import_playbook: [a]\n")]
    public async Task Values_of_the_wrong_kind_are_passed_over(string yaml)
    {
        _repository.Write("odd.yml", yaml);

        (await _repository.PathsAsync()).ShouldContain("odd.yml");
    }

    [Fact(Timeout = Limit)]
    public async Task Long_expressions_and_many_brackets_end_soon()
    {
        string[] pieces = ["{{ x[", "{{ ((", "{% if x is defined %}", "{{ a.b", "a[", "{{ '", "{% for x in y %}", "{# ", "{% raw %}", "{{ x | default("];
        for (int i = 0; i < pieces.Length; i++)
        {
            StringBuilder text = new("{{ ");
            while (text.Length < 400_000)
            {
                text.Append(pieces[i]);
            }

            _repository.Write($"{i}/p.yml", "- hosts: all\n  tasks: [{ template: { src: a.j2 } }]\n");
            _repository.Write($"{i}/templates/a.j2", text.ToString());
        }

        (await _repository.PathsAsync()).Length.ShouldBe(pieces.Length + 1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_pipe_with_the_name_of_a_playbook_is_not_waited_for()
    {
        using System.Diagnostics.Process mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_repository.Folder, "pipe.yml")]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await _repository.PathsAsync()).ShouldBe(["good.yml"]);
    }

    [Fact]
    public async Task Odd_file_names_are_listed_as_they_are()
    {
        string[] names = ["a b.yml", "ünï ☃.yml", "new\nline.yml", "back\\slash.yml", "{{ x }}.yml", "'quoted\".yml"];
        foreach (string name in names)
        {
            _repository.Write(name, "- hosts: all\n");
        }

        (await _repository.PathsAsync()).Except(["good.yml"]).ShouldBe(names, ignoreOrder: true);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(6000)]
    public async Task Names_that_no_file_can_have_name_nothing(int length)
    {
        string name = new('n', length);
        _repository.Write("odd.yml", $"- hosts: all\n  vars_files: [{name}, ~/x, /dev/stdin, ''] \n  roles: [{name}, .., ., /]\n  tasks: [{{ include_tasks: {name} }}, {{ template: {{ src: {name} }} }}]\n- import_playbook: {name}\n");

        (await _repository.PathsAsync()).ShouldContain("odd.yml");
    }

    private static bool CanRead(string file)
    {
        try
        {
            File.ReadAllText(file);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Bomb(string aliases, string value)
    {
        StringBuilder text = new();
        for (char name = 'b'; name <= 'j'; name++)
        {
            string body = value.Replace("{{", "{").Replace("}}", "}").Replace("{0}", aliases.Replace("{0}", ((char)(name - 1)).ToString()));
            text.Append("    ").Append(name).Append(": &").Append(name).Append(' ').Append(body).Append('\n');
        }

        return text.ToString();
    }
}
