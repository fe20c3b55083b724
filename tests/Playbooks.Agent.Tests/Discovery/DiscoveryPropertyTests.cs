using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>What holds for every content of the files. Many contents are scanned at once, since that is what a catalogue does.</summary>
public sealed class DiscoveryPropertyTests
{
    private const int Files = 400;

    private const string Real = """
        # Deploys.
        - hosts: "{{ target | default('all') }}"
          vars: &v { a: "{{ b }}", c: !vault abc }
          roles: [{ role: r, when: x is defined, tags: [t] }]
          tasks:
            - block:
                - template: { src: a.j2, dest: "/{{ y['z'][0] }}" }
                  loop: "{{ [1, 'b', {'k': v}] }}"
              when: [p and q, not r]
            - set_fact: m=1 n={{ o }}
            - debug: { msg: "{% for i in list if i %}{{ i }}{% endfor %}{# c #}{% raw %}{{ w }}{% endraw %}" }
              vars: { <<: *v }
        - import_playbook: f1.yml
        """;

    private static readonly string[] Pieces =
    [
        "", "{", "}", "{{", "}}", "{%", "%}", "{#", "[", "]", ":", "- ", "\n", "\n  ", "\t", "&a ", "*v", "!", "!<>", "\"", "'", "|", ">", "%", "@", "\\", "? ", "---\n", "<<: ", "\uFEFF", "\u2028", "#", ", ",
        "- hosts: a\n", "- import_playbook: f2.yml\n", " is defined", "| default(", "{% if x %}", "{% endif %}", "{% set a = ", "\0", "..", "import_tasks: f3.yml",
    ];

    [Fact(Timeout = Limit)]
    public async Task Any_bytes_are_listed_or_reported_or_left_alone()
        => await ScanAsync(ArbMap.Default.ArbFor<byte[]>().Generator.Select(bytes => bytes ?? []));

    [Fact(Timeout = Limit)]
    public async Task Any_text_is_listed_or_reported_or_left_alone()
        => await ScanAsync(ArbMap.Default.ArbFor<string>().Generator.Select(text => Encoding.UTF8.GetBytes("- hosts: all\n  x: " + text)));

    [Fact(Timeout = Limit)]
    public async Task Any_mixture_of_pieces_is_listed_or_reported_or_left_alone()
        => await ScanAsync(Gen.ListOf(Gen.Elements(Pieces)).Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))));

    [Fact(Timeout = Limit)]
    public async Task Any_edited_playbook_is_listed_or_reported_or_left_alone()
        => await ScanAsync(
            from edits in Gen.ListOf(from at in Gen.Choose(0, Real.Length) from cut in Gen.Choose(0, 8) from put in Gen.Elements(Pieces) select (at, cut, put))
            select Encoding.UTF8.GetBytes(edits.Aggregate(Real, (now, edit) =>
            {
                int at = Math.Min(edit.at, now.Length);
                return now.Remove(at, Math.Min(edit.cut, now.Length - at)).Insert(at, edit.put);
            })));

    [Fact(Timeout = Limit)]
    public async Task Any_ignore_file_only_leaves_files_alone()
    {
        using FakeRepository repository = new(recordedCase: null);
        IEnumerable<string> texts = Gen.ListOf(Gen.Elements("*", "**", "/", "!", "a", "b", "c.yml", "[", "]", "-", "?", "\\", " ", "\n", "#"))
            .Select(pieces => string.Concat(pieces))
            .Sample(300, 30);
        int i = 0;
        foreach (string text in texts)
        {
            repository.Write($"f{i}/a/b/c.yml", "- hosts: all\n");
            repository.Write($"f{i++}/.playbooksignore", text);
        }

        (await repository.PathsAsync()).ShouldAllBe(path => path.EndsWith("/a/b/c.yml", StringComparison.Ordinal));
    }

    private static async Task ScanAsync(Gen<byte[]> contents)
    {
        using FakeRepository repository = new(recordedCase: null);
        repository.Write("roles/r/tasks/main.yml", "- debug:\n");
        int i = 0;
        foreach (byte[] content in contents.Sample(Files, 60))
        {
            File.WriteAllBytes(Path.Combine(repository.Folder, $"f{i}.yml"), content);

            // As every other kind of file too.
            string role = $"roles/r{i}";
            repository.Write($"p{i}.yml", $"- hosts: all\n  roles: [r{i}]\n  vars_files: [f{i}.yml]\n  tasks: [{{ template: {{ src: f{i}.yml }} }}, {{ include_tasks: f{i}.yml }}]\n");
            foreach (string part in (string[])["meta", "group_vars"])
            {
                Directory.CreateDirectory(Path.Combine(repository.Folder, role, part));
            }

            File.WriteAllBytes(Path.Combine(repository.Folder, role, "meta", "main.yml"), content);
            File.WriteAllBytes(Path.Combine(repository.Folder, role, "meta", "argument_specs.yml"), content);
            i++;
        }

        File.Copy(Path.Combine(repository.Folder, "f1.yml"), Path.Combine(repository.Folder, "hosts"));

        AnsiblePlaybookListing listing = await repository.DiscoverAsync();

        listing.Playbooks.Count(playbook => playbook.Path.StartsWith('p')).ShouldBe(Files);
        listing.Playbooks.Select(playbook => playbook.Path).Intersect(listing.Invalid.Select(file => file.Path)).ShouldBeEmpty();
        listing.Invalid.ShouldAllBe(file => file.Message.Length > 0 && file.Line != 0);
        listing.ToJson().ShouldNotBeEmpty();
    }
}
