using CliWrap;
using CliWrap.Buffered;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary>Output that cannot be written, and input without an end.</summary>
public sealed class OutputSpecs : IDisposable
{
    private readonly CliLibrary _library = new CliLibrary().With("hello.yaml", CliLibrary.SaysHello);

    public void Dispose() => _library.Dispose();

    [Theory(Timeout = Limit)]
    [InlineData("list")]
    [InlineData("list --format json")]
    [InlineData("plan hello.yaml")]
    [InlineData("run hello.yaml --format json")]
    [InlineData("run hello.yaml")]
    [InlineData("schema")]
    public async Task A_full_disk_has_an_exit_code_of_its_own(string command)
    {
        BufferedCommandResult result = await CliWrap.Cli.Wrap("sh")
            .WithArguments(["-c", $"exec dotnet {CliProcess.Program} {command} > /dev/full"])
            .WithWorkingDirectory(_library.Folder)
            .WithEnvironmentVariables(variables => variables.Set("XDG_STATE_HOME", _library.Folder))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        result.ExitCode.ShouldBe(74, result.StandardError);
        result.StandardError.ShouldContain("error: the output cannot be written: ");
    }

    [Fact(Timeout = Limit)]
    public async Task A_work_request_without_an_end_is_read_no_further_than_the_agent_would()
    {
        CliResult result = (await _library.RunAsync("agent", "run", "/dev/zero")).ShouldExitWith(2);

        result.Error.ShouldContain("the work request '/dev/zero' is larger than 1,048,576 bytes");
    }
}
