using System.Reflection;

namespace Playbooks.Testing.Tests;

public sealed class TestPlaybooksSpecs
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Assembly Here => typeof(TestPlaybooksSpecs).Assembly;

    [Fact(Timeout = Limit)]
    public async Task Nested_playbooks_from_strings_run_without_being_verified_first()
    {
        ExecutionReport report = await new TestPlaybooks()
            .Add("leaf.yaml", Some.Leaf())
            .Add("blocks/middle.yaml", Some.Caller("leaf.yaml"))
            .Add("root.yaml", Some.Caller("blocks/middle.yaml", "leaf.yaml"))
            .RunAsync("root.yaml", cancellationToken: Cancellation);

        report.ShouldHaveCompleted();
        report.Step("call1/call1/say").ShouldHaveCompleted().ShouldHaveOutput("message", "hello");
    }

    [Fact(Timeout = Limit)]
    public async Task A_test_says_what_is_not_verified()
    {
        TestPlaybooks playbooks = new TestPlaybooks()
            .Add("leaf.yaml", Some.Leaf())
            .Add("root.yaml", Some.Caller("leaf.yaml"))
            .Unverified("leaf.yaml");
        PlaybookEngine engine = playbooks.CreateEngine();

        PlanningResult before = await engine.PlanAsync("root.yaml", Cancellation);
        before.Diagnostics.ShouldHaveSingleItem()
            .Message.ShouldBe("Playbook 'leaf.yaml' must be verified before it can be used as a step");

        await engine.VerifyAsync("leaf.yaml", cancellationToken: Cancellation);
        (await engine.PlanAsync("root.yaml", Cancellation)).EnsurePlanned();

        (await engine.UnverifyAsync("leaf.yaml", Cancellation)).ShouldBeTrue();
        (await engine.PlanAsync("root.yaml", Cancellation)).Plan.ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task Every_rule_of_nesting_holds_in_memory()
    {
        TestPlaybooks playbooks = new TestPlaybooks()
            .Add("cycle.yaml", Some.Caller("cycle.yaml"))
            .Add("gone.yaml", Some.Caller("nowhere.yaml"))
            .Add("out.yaml", Some.Caller("../leaf.yaml"))
            .Add("deep.yaml", Some.Caller("level1.yaml"))
            .Add("level1.yaml", Some.Caller("level2.yaml"))
            .Add("level2.yaml", Some.Caller("level3.yaml"))
            .Add("level3.yaml", Some.Caller("leaf.yaml"))
            .Add("leaf.yaml", Some.Leaf());
        PlaybookEngine engine = playbooks.CreateEngine();

        (await ErrorAsync("cycle.yaml")).ShouldContain("cycle.yaml → cycle.yaml");
        (await ErrorAsync("gone.yaml")).ShouldContain("'nowhere.yaml' does not exist in the library");
        (await ErrorAsync("out.yaml")).ShouldContain("..");
        (await ErrorAsync("deep.yaml"))
            .ShouldContain("deep.yaml → level1.yaml → level2.yaml → level3.yaml → leaf.yaml");

        async Task<string> ErrorAsync(string path)
        {
            PlanningResult planning = await engine.PlanAsync(path, Cancellation);
            return string.Join('\n', planning.Diagnostics.Select(problem => problem.Message));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Embedded_playbooks_have_the_paths_that_their_names_give()
    {
        TestPlaybooks playbooks = new TestPlaybooks()
            .AddResources(Here, "Playbooks.Testing.Tests.Samples.")
            .AddResources(Here, "named/");

        IReadOnlyList<LibraryEntry> entries = await playbooks.CreateEngine().Library.ListAsync(Cancellation);
        entries.Select(entry => (entry.Path, entry.State)).ShouldBe(
        [
            ("blocks/say.v2.yaml", VerificationState.Verified),
            ("blocks/say.yaml", VerificationState.Verified),
            ("parent.yaml", VerificationState.Verified),
        ]);
        ExecutionReport report = await playbooks.RunAsync("parent.yaml", cancellationToken: Cancellation);
        report.ShouldHaveCompleted().ShouldHaveOutput("said", "Hello, world!");
    }

    [Fact]
    public void A_prefix_that_no_resource_has_is_an_error_that_names_the_resources()
        => Should.Throw<ArgumentException>(() => new TestPlaybooks().AddResources(Here, "Sample."))
            .Message.ShouldContain("Playbooks.Testing.Tests.Samples.parent.yaml");

    [Fact(Timeout = Limit)]
    public async Task A_folder_of_playbooks_is_taken_as_it_is_and_none_of_its_files_changes()
    {
        using TemporaryLibrary folder = new();
        folder.Write("blocks/leaf.yaml", Some.Leaf())
            .Write("root.yml", Some.Caller("blocks/leaf.yaml"))
            .Write("notes.txt", "");
        TestPlaybooks playbooks = new TestPlaybooks { RootDirectory = folder.RootDirectory }.AddFolder(".");

        (await playbooks.RunAsync("root.yml", cancellationToken: Cancellation)).ShouldHaveCompleted();
        Directory.EnumerateFiles(folder.RootDirectory, "*", SearchOption.AllDirectories).Count().ShouldBe(3);
    }

    [Fact(Timeout = Limit)]
    public async Task Steps_take_relative_paths_from_the_root_folder()
    {
        using TemporaryFolder folder = new();
        folder.Write("here.txt", "");
        string yaml = Some.Leaf() + "parameters: [{ name: file, type: file, required: true }]\n";
        TestPlaybooks playbooks = new TestPlaybooks { RootDirectory = folder.Path }.Add("root.yaml", yaml);

        (await RunAsync("here.txt")).ShouldHaveCompleted();
        await Should.ThrowAsync<PlaybookInvalidException>(() => RunAsync("gone.txt"));

        Task<ExecutionReport> RunAsync(string file)
            => playbooks.RunAsync("root.yaml", new Dictionary<string, object?> { ["file"] = file }, Cancellation);
    }

    [Fact]
    public void A_path_that_leaves_the_library_is_refused()
    {
        Should.Throw<ArgumentException>(() => new TestPlaybooks().Add("../root.yaml", Some.Leaf()));
        Should.Throw<ArgumentException>(() => new TestPlaybooks().Unverified("gone.yaml").Unverified("/etc/x.yaml"));
    }
}
