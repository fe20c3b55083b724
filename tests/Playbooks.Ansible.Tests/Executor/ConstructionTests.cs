using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

public sealed class ConstructionTests
{
    [Fact]
    public void Constructor_ExistingFolder_KeepsItAbsolute()
    {
        using FakeRepository repository = new();

        new AnsibleExecutor(Path.Combine(repository.Folder, ".", "..", Path.GetFileName(repository.Folder))).Repository.ShouldBe(repository.Folder);
    }

    [Fact]
    public void Constructor_Tilde_IsTheHomeFolder()
        => new AnsibleExecutor("~").Repository.ShouldBe(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    [Fact]
    public void Constructor_MissingFolder_Throws()
    {
        AnsibleRepositoryNotFoundException exception = Should.Throw<AnsibleRepositoryNotFoundException>(() => new AnsibleExecutor("/no/such/repository"));

        exception.Repository.ShouldBe("/no/such/repository");
        exception.Message.ShouldContain("does not exist");
    }

    [Fact]
    public void Constructor_File_Throws()
    {
        using FakeRepository repository = new();

        Should.Throw<AnsibleRepositoryNotFoundException>(() => new AnsibleExecutor(Path.Combine(repository.Folder, "site.yml"))).Message.ShouldContain("is a file");
    }

    [Fact]
    public void Constructor_NoOptions_KeepsTenRuns() => new AnsibleExecutor(Path.GetTempPath()).ArtifactRetention.ShouldBe(10);

    [Fact]
    public void Constructor_ImpossibleOptions_NamesAllOfThem()
    {
        AnsibleExecutorOptions options = new()
        {
            ArtifactRetention = -1,
            RunnerProgram = " ",
            PlaybookProgram = "",
            GracePeriod = TimeSpan.FromSeconds(-1),
            ArtifactDirectory = "",
            Backend = (AnsibleBackend)9,
            WarmServers = 0,
            WarmRunsPerServer = 0,
            WarmIdleTime = TimeSpan.Zero,
        };

        string message = Should.Throw<ArgumentException>(() => new AnsibleExecutor(Path.GetTempPath(), options)).Message;

        message.ShouldContain("ArtifactRetention is -1");
        message.ShouldContain("RunnerProgram is empty");
        message.ShouldContain("PlaybookProgram is empty");
        message.ShouldContain("GracePeriod is -00:00:01");
        message.ShouldContain("ArtifactDirectory is empty");
        message.ShouldContain("Backend is 9; it must be one of Runner, Direct, Warm");
        message.ShouldContain("WarmServers is 0; it must be 1 or more");
        message.ShouldContain("WarmRunsPerServer is 0; it must be 1 or more");
        message.ShouldContain("WarmIdleTime is 00:00:00; it must be more than zero and at most 24.00:00:00");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Constructor_NoFolder_Throws(string repository) => Should.Throw<ArgumentException>(() => new AnsibleExecutor(repository));
}
