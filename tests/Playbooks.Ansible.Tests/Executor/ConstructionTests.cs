using Playbooks.Ansible.Tests.Support;

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
        AnsibleExecutorOptions options = new() { ArtifactRetention = -1, RunnerProgram = " ", GracePeriod = TimeSpan.FromSeconds(-1), ArtifactDirectory = "" };

        string message = Should.Throw<ArgumentException>(() => new AnsibleExecutor(Path.GetTempPath(), options)).Message;

        message.ShouldContain("ArtifactRetention is -1");
        message.ShouldContain("RunnerProgram");
        message.ShouldContain("GracePeriod");
        message.ShouldContain("ArtifactDirectory");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Constructor_NoFolder_Throws(string repository) => Should.Throw<ArgumentException>(() => new AnsibleExecutor(repository));
}
