using System.Text.Json.Nodes;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests;

/// <summary>The work type <c>generate_template</c>. That its files pass ansible-lint is seen in the acceptance tests.</summary>
public sealed class GenerateTemplateSpecs
{
    private static InfrastructureAgent Agent(FakeRepository repository) => new([new GenerateTemplateHandler(repository.Folder)]);

    [Fact]
    public async Task A_scaffold_is_returned_and_nothing_is_written()
    {
        using FakeRepository repository = new();

        WorkResult result = await Agent(repository).DoAsync("generate_template", ("service", "uptime-kuma"), ("variables", Work.Map(("port", 3001L), ("domain", null))));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        JsonNode output = JsonNode.Parse(result.Output!)!;
        output["playbook"]!.ToString().ShouldBe("uptime-kuma-deploy.yml");
        output["role"]!.ToString().ShouldBe("uptime_kuma");
        ((bool)output["written"]!).ShouldBeFalse();
        output["files"]!.AsArray().Select(file => file!["path"]!.ToString()).Order(StringComparer.Ordinal).ShouldBe(
        [
            "roles/uptime_kuma/README.md", "roles/uptime_kuma/defaults/main.yml", "roles/uptime_kuma/handlers/main.yml", "roles/uptime_kuma/meta/argument_specs.yml",
            "roles/uptime_kuma/meta/main.yml", "roles/uptime_kuma/tasks/main.yml", "roles/uptime_kuma/templates/uptime-kuma.conf.j2", "uptime-kuma-deploy.yml",
        ]);
        string specs = Content(output, "roles/uptime_kuma/meta/argument_specs.yml");
        specs.ShouldContain("      uptime_kuma_domain:\n        type: str\n        required: true\n");
        specs.ShouldContain("      uptime_kuma_port:\n        type: int\n        default: 3001\n");
        Content(output, "roles/uptime_kuma/defaults/main.yml").ShouldNotContain("domain");
        Directory.GetFileSystemEntries(repository.Folder).Select(Path.GetFileName).ShouldNotContain("roles");
    }

    [Fact]
    public async Task It_is_written_when_asked_for_below_a_folder_of_the_repository()
    {
        using FakeRepository repository = new();

        WorkResult result = await Agent(repository).DoAsync("generate_template", ("service", "web"), ("action", "restart"), ("path", "services/front"), ("write", true));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        JsonNode output = JsonNode.Parse(result.Output!)!;
        ((bool)output["written"]!).ShouldBeTrue();
        foreach (JsonNode? file in output["files"]!.AsArray())
        {
            File.ReadAllText(Path.Combine(repository.Folder, file!["path"]!.ToString())).ShouldBe(file["content"]!.ToString());
        }

        repository.Has("services/front/web-restart.yml").ShouldBeTrue();
        Directory.GetFileSystemEntries(repository.Folder, ".*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("web-deploy.yml")]
    [InlineData("roles/web/README.md")]
    [InlineData("roles")]
    public async Task What_is_there_is_never_written_over_and_nothing_is_half_written(string taken)
    {
        using FakeRepository repository = new();
        repository.Write(taken, "mine");
        string[] before = Files(repository);

        WorkResult result = await Agent(repository).DoAsync("generate_template", ("service", "web"), ("write", true));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldNotBeNullOrWhiteSpace();
        Files(repository).ShouldBe(before);
        File.ReadAllText(Path.Combine(repository.Folder, taken)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_failure_on_the_way_leaves_nothing()
    {
        using FakeRepository repository = new();

        // A link to nowhere passes for a free name only at first sight.
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "web-deploy.yml"), "nowhere.yml");
        (await Agent(repository).DoAsync("generate_template", ("service", "web"), ("write", true))).Status.ShouldBe(WorkStatus.Failed);

        repository.Has("nowhere.yml").ShouldBeFalse();
        Directory.Exists(Path.Combine(repository.Folder, "roles")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_link_that_leads_up_from_outside_is_not_written_through()
    {
        using FakeRepository repository = new();
        using FakeRepository other = new();
        string below = Directory.CreateDirectory(Path.Combine(other.Folder, "below")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "below"), below);
        Directory.CreateSymbolicLink(Path.Combine(repository.Folder, "x"), "below/..");
        string[] before = Files(other);

        WorkResult result = await Agent(repository).DoAsync("generate_template", ("service", "web"), ("path", "x"), ("write", true));

        result.ErrorMessage.ShouldNotBeNull().ShouldStartWith("parameters.path must stay inside the repository");
        Files(other).ShouldBe(before);
    }

    [Fact]
    public async Task Two_at_once_write_it_once()
    {
        using FakeRepository repository = new();
        InfrastructureAgent agent = Agent(repository);

        WorkResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => agent.DoAsync("generate_template", ("service", "web"), ("write", true)))));

        results.Count(result => result.IsCompleted).ShouldBe(1);
        Files(repository).Length.ShouldBe(2 + 8);
    }

    [Theory]
    [InlineData("service", "../evil", "parameters.service must be lower-case letters")]
    [InlineData("service", "Web", "parameters.service must be lower-case letters")]
    [InlineData("service", "web\n", "parameters.service must be lower-case letters")]
    [InlineData("service", "w", "parameters.service must be lower-case letters")]
    [InlineData("service", "1web", "parameters.service must be lower-case letters")]
    [InlineData("service", null, "parameters.service is missing")]
    [InlineData("action", "explode", "parameters.action must be one of deploy, configure, restart, remove, not the text 'explode'.")]
    [InlineData("path", "../elsewhere", "parameters.path must stay inside the repository")]
    [InlineData("path", "/etc", "parameters.path must stay inside the repository")]
    [InlineData("path", "out/x", "parameters.path must stay inside the repository")]
    [InlineData("path", ".git/hooks", "parameters.path must not lead into a hidden folder")]
    [InlineData("write", "yes", "parameters.write must be true or false")]
    [InlineData("overwrite", true, "parameters.overwrite is not known")]
    public async Task A_request_out_of_bounds_is_refused(string name, object? value, string message)
    {
        using FakeRepository repository = new();
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "out"), Path.GetTempPath());
        Dictionary<string, object?> parameters = Work.Map(("service", "web"), ("write", true));
        parameters[name] = value;

        WorkResult result = await Agent(repository).ExecuteAsync(Work.Request("generate_template") with { Parameters = parameters }, TestContext.Current.CancellationToken);

        result.ErrorMessage.ShouldNotBeNull().ShouldStartWith(message);
    }

    [Fact]
    public async Task Variables_that_cannot_stand_in_a_role_are_refused()
    {
        using FakeRepository repository = new();
        (string Name, object? Value)[] variables =
        [
            ("Port", 1L), ("a-b", 1L), ("x", "{{ lookup('pipe', 'id') }}"), ("x", "two\nlines"), ("x", new string('x', 200)), ("x", new Secret("s3cret")),
            ("x", new List<object?> { new List<object?>() }), ("x", double.NaN),
        ];

        foreach ((string name, object? value) in variables)
        {
            (await Agent(repository).DoAsync("generate_template", ("service", "web"), ("variables", Work.Map((name, value))))).ErrorMessage.ShouldNotBeNull().ShouldStartWith("parameters.variables.");
        }

        (await Agent(repository).DoAsync("generate_template", ("service", "web"), ("variables", Work.Map(("x", 1L), ("web_x", 2L))))).ErrorMessage.ShouldNotBeNull().ShouldContain("are the same");
    }

    private static string Content(JsonNode output, string path) => output["files"]!.AsArray().First(file => file!["path"]!.ToString() == path)!["content"]!.ToString();

    private static string[] Files(FakeRepository repository)
        => [.. Directory.EnumerateFiles(repository.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(repository.Folder, file)).Order(StringComparer.Ordinal)];
}
