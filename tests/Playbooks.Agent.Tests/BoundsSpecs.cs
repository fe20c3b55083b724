using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests;

/// <summary>What a request cannot do.</summary>
public sealed class BoundsSpecs
{
    public static TheoryData<string, object?, string> Refused => new()
    {
        { "playbook_path", null, "parameters.playbook_path is missing: give a text." },
        { "playbook_path", " ", "parameters.playbook_path is missing: give a text." },
        { "playbook_path", 5L, "parameters.playbook_path must be a text, not the number 5." },
        { "playbook_path", "../outside.yml", "parameters.playbook_path must stay inside the repository: '../outside.yml' leads out of it" },
        { "playbook_path", "plays/../site.yml", "parameters.playbook_path must stay inside the repository" },
        { "playbook_path", "/etc/passwd", "parameters.playbook_path must stay inside the repository" },
        { "playbook_path", "~/site.yml", "parameters.playbook_path must stay inside the repository" },
        { "playbook_path", "a\nb.yml", "parameters.playbook_path holds control characters" },
        { "playbook_path", "a\0b.yml", "parameters.playbook_path holds a NUL character" },
        { "timeout_seconds", "soon", "parameters.timeout_seconds must be a number of seconds, not the text 'soon'." },
        { "timeout_seconds", 0L, "parameters.timeout_seconds must be a number of seconds, more than 0 and at most 86400, not the number 0." },
        { "timeout_seconds", 1e9, "parameters.timeout_seconds must be a number of seconds, more than 0 and at most 86400" },
        { "timeout_seconds", double.NaN, "parameters.timeout_seconds must be a number of seconds" },
        { "inventory", "evil.example,", "parameters.inventory is a list of hosts" },
        { "inventory", "../inventory", "parameters.inventory must stay inside the repository" },
        { "inventory", "/etc/ansible/hosts", "parameters.inventory must stay inside the repository" },
        { "inventory", "nowhere", "The inventory" },
        { "limit", "@/etc/passwd", "parameters.limit must name hosts or groups, not a file with '@'." },
        { "limit", "", "parameters.limit is empty, which would be every host" },
        { "tags", new List<object?> { "a", 1L }, "parameters.tags[1] must be a text, not the number 1." },
        { "tags", Work.Map(("a", 1L)), "parameters.tags must be a list of texts, not an object." },
        { "check", "yes", "parameters.check must be true or false, not the text 'yes'." },
        { "forks", 0L, "parameters.forks must be a whole number from 1 to 100, not the number 0." },
        { "forks", 2.5, "parameters.forks must be a whole number from 1 to 100, not the number 2.5." },
        { "extravars", "a=1", "parameters.extravars must be an object, not the text 'a=1'." },
        { "extravars", Work.Map(("ansible_user", "root")), "parameters.extravars.ansible_user says where, how or as whom Ansible works" },
        { "extravars", Work.Map(("ansible_connection", "local")), "parameters.extravars.ansible_connection says" },
        { "extravars", Work.Map(("inventory_hostname", "x")), "parameters.extravars.inventory_hostname says" },
        { "extravars", Work.Map(("x", "{{ lookup('pipe', 'id') }}")), "parameters.extravars.x holds a template" },
        { "extravars", Work.Map(("x", new List<object?> { Work.Map(("y", "{% raw %}")) })), "parameters.extravars.x.y holds a template" },
        { "extravars", Work.Map(("x", Work.Map(("{{ y }}", 1L)))), "parameters.extravars.x holds a template" },
        { "extra_arguments", new List<object?> { "-vvvv" }, "parameters.extra_arguments is not known to this work type: give playbook_path, " },
        { "chekc", true, "parameters.chekc is not known to this work type" },
    };

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Refused))]
    public async Task A_request_out_of_bounds_is_refused_and_nothing_is_run(string name, object? value, string message)
    {
        using FakeRepository repository = new();
        Dictionary<string, object?> parameters = Work.Map(("playbook_path", "site.yml"));
        parameters[name] = value;

        WorkResult result = await repository.Agent().ExecuteAsync(Work.Request("run_playbook") with { Parameters = parameters }, TestContext.Current.CancellationToken);

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldNotBeNull().ShouldStartWith(message);
        repository.Has("call.json").ShouldBeFalse();
    }

    [Theory(Timeout = Limit)]
    [InlineData("playbook_path", "link.yml")]
    [InlineData("playbook_path", "linked/site.yml")]
    [InlineData("playbook_path", "twice.yml")]
    [InlineData("playbook_path", "up.yml")]
    [InlineData("playbook_path", "above/site.yml")]
    [InlineData("inventory", "above")]
    [InlineData("playbook_path", "circle")]
    [InlineData("inventory", "linked")]
    public async Task A_link_does_not_lead_out_of_the_repository(string name, string path)
    {
        using FakeRepository repository = new();
        using FakeRepository other = new();
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "link.yml"), Path.Combine(other.Folder, "site.yml"));
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "linked"), other.Folder);
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "twice.yml"), "link.yml");
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "circle"), "circle");
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "below"), Directory.CreateDirectory(Path.Combine(other.Folder, "below")).FullName);
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "up.yml"), "below/../site.yml");
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "above"), "below/..");
        Dictionary<string, object?> parameters = Work.Map(("playbook_path", "site.yml"));
        parameters[name] = path;

        WorkResult result = await repository.Agent().ExecuteAsync(Work.Request("run_playbook") with { Parameters = parameters }, TestContext.Current.CancellationToken);

        result.ErrorMessage.ShouldNotBeNull().ShouldStartWith($"parameters.{name} ");
        repository.Has("call.json").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_link_within_the_repository_and_an_absolute_path_into_it_are_fine()
    {
        using FakeRepository repository = new();
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "link.yml"), "site.yml");

        foreach (string path in (string[])["link.yml", "./site.yml", Path.Combine(repository.Folder, "site.yml")])
        {
            WorkResult result = await repository.Agent().DoAsync("run_playbook", ("playbook_path", path));

            result.IsCompleted.ShouldBeTrue(result.ErrorMessage);
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData("program.sh")]
    [InlineData("link-to-program")]
    [InlineData("folder")]
    [InlineData("folder-of-links")]
    public async Task An_inventory_that_is_a_program_is_run_only_where_that_is_allowed(string inventory)
    {
        using FakeRepository repository = new();
        repository.Write("program.sh", "#!/bin/sh\ntouch ran\n");
        repository.Write("folder/below/program.sh", "#!/bin/sh\ntouch ran\n");
        repository.Write("folder-of-links/hosts", "h1\n");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        File.SetUnixFileMode(Path.Combine(repository.Folder, "program.sh"), Mode);
        File.SetUnixFileMode(Path.Combine(repository.Folder, "folder/below/program.sh"), Mode);
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "link-to-program"), "program.sh");
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "folder-of-links", "a"), "../folder");
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "folder-of-links", "b"), ".");

        WorkResult refused = await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"), ("inventory", inventory));

        refused.Status.ShouldBe(WorkStatus.Failed);
        refused.ErrorMessage.ShouldNotBeNull().ShouldStartWith("parameters.inventory names a program that Ansible would run");
        repository.Has("call.json").ShouldBeFalse();

        WorkBounds bounds = new() { AllowInventoryPrograms = true };
        (await repository.Agent(bounds).DoAsync("run_playbook", ("playbook_path", "site.yml"), ("inventory", inventory))).IsCompleted.ShouldBeTrue();
    }

    [Theory(Timeout = Limit)]
    [InlineData("file-link")]
    [InlineData("folder-link")]
    public async Task An_inventory_with_a_link_out_of_the_repository_is_refused(string inventory)
    {
        using FakeRepository repository = new();
        using TemporaryFolder outside = new();
        string hosts = Path.Combine(outside.Path, "hosts");
        await File.WriteAllTextAsync(hosts, "outsidehost\n", TestContext.Current.CancellationToken);
        repository.Write("file-link/inside", "h1\n");
        repository.Write("folder-link/inside", "h1\n");
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "file-link", "hosts"), hosts);
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "folder-link", "group_vars"), outside.Path);

        WorkResult result = await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"), ("inventory", inventory));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldNotBeNull().ShouldContain("is a link that leads out of it");
        repository.Has("call.json").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task What_the_application_allows_is_done()
    {
        using FakeRepository repository = new();
        WorkBounds bounds = new() { AllowConnectionVariables = true, AllowTemplates = true, AllowInventoryHosts = true };

        WorkResult result = await repository.Agent(bounds).DoAsync(
            "run_playbook", ("playbook_path", "site.yml"), ("inventory", "web1,"), ("extravars", Work.Map(("ansible_user", "deploy"), ("x", "{{ y }}"))));

        result.IsCompleted.ShouldBeTrue(result.ErrorMessage);
        repository.CommandLine().ShouldContain("'web1,'");
    }

    [Fact]
    public void Bounds_that_make_no_sense_are_refused()
    {
        using FakeRepository repository = new();

        Should.Throw<ArgumentException>(() => repository.Agent(new WorkBounds { MaximumForks = 0 })).Message.ShouldStartWith("MaximumForks is 0; it must be 1 or more");
        Should.Throw<ArgumentException>(() => repository.Agent(new WorkBounds { MaximumTimeout = TimeSpan.Zero })).Message.ShouldStartWith("MaximumTimeout is 00:00:00; ");
    }
}
