namespace Playbooks.Tests.Steps;

/// <summary>Runs one step that runs a program.</summary>
internal static class ProgramSteps
{
    public const string Password = "hidden-password";

    public static Task<ExecutionReport> RunAsync(string type, IReadOnlyDictionary<string, object?> parameters, TemporaryLibrary library, string more = "", CancellationToken cancellationToken = default)
    {
        library.Options = library.Options with { Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Password = new Secret(Password) }) };
        // JSON is YAML.
        return library.RunAsync(Some.Playbook($"- {{ id: a, type: {type}, parameters: {PlaybookValues.ToJson(parameters)} {more} }}"), cancellationToken: cancellationToken);
    }

    public static async Task<StepReport> RunAsync(string type, IReadOnlyDictionary<string, object?> parameters, string more = "")
    {
        using TemporaryLibrary library = new();
        return (await RunAsync(type, parameters, library, more, TestContext.Current.CancellationToken)).Steps[0];
    }

    /// <summary>A line for bash that tells a server that it was reached.</summary>
    public static string Call(LoopbackServer server) => $"exec 3<>/dev/tcp/127.0.0.1/{server.Port}; printf 'GET / HTTP/1.1\\r\\n\\r\\n' >&3; read -r answer <&3";

    /// <summary>A server that completes a task when it is called.</summary>
    public static (LoopbackServer Server, Task Called) Bell()
    {
        TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LoopbackServer server = new(_ =>
        {
            called.TrySetResult();
            return System.Text.Encoding.UTF8.GetBytes(LoopbackServer.Answer("200 OK"));
        });
        return (server, called.Task);
    }
}
