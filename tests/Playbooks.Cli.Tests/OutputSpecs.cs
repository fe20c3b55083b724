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
    [InlineData("list", "> /dev/full")]
    [InlineData("list --format json", "> /dev/full")]
    [InlineData("plan hello.yaml", "> /dev/full")]
    [InlineData("run hello.yaml --format json", "> /dev/full")]
    [InlineData("run hello.yaml", "> /dev/full")]
    [InlineData("schema", "> /dev/full")]
    [InlineData("list", ">&-")]
    [InlineData("run hello.yaml --format json", ">&-")]
    public async Task Output_that_cannot_be_written_has_an_exit_code_of_its_own(string command, string redirection)
    {
        BufferedCommandResult result = await RunAsync($"{command} {redirection}");

        result.ExitCode.ShouldBe(74, result.StandardError);
        result.StandardError.ShouldContain("error: the output cannot be written: ");
    }

    [Theory(Timeout = Limit)]
    [InlineData("run hello.yaml --format json", "2> /dev/full")]
    [InlineData("run hello.yaml --format json", "2>&-")]
    [InlineData("run nowhere.yaml", "2>&-")]
    public async Task A_broken_error_output_is_neither_invalid_input_nor_an_abort(string command, string redirection)
        => (await RunAsync($"{command} {redirection}")).ExitCode.ShouldBe(74);

    [Fact(Timeout = Limit)]
    public async Task A_work_request_without_an_end_is_read_no_further_than_the_agent_would()
    {
        CliResult result = (await _library.RunAsync("agent", "run", "/dev/zero")).ShouldExitWith(2);

        result.Error.ShouldContain("the work request '/dev/zero' is larger than 1,048,576 bytes");
    }

    private async Task<BufferedCommandResult> RunAsync(string command)
    {
        return await CliWrap.Cli.Wrap("sh")
            .WithArguments(["-c", $"exec dotnet {CliProcess.Program} {command}"])
            .WithWorkingDirectory(_library.Folder)
            .WithEnvironmentVariables(variables => variables.Set("XDG_STATE_HOME", _library.Folder))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }
}
