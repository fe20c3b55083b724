using Playbooks.Ansible.Backends;
using Playbooks.Processes;

namespace Playbooks.Ansible.Tools;

/// <summary>
/// A program beside <c>ansible-playbook</c>, such as <c>ansible-lint</c>. It runs in the folder of a repository, with
/// the environment that a run there has, and leaves nothing behind.
/// </summary>
public sealed record AnsibleTool
{
    /// <summary>The program: a path, or a name that is looked up in <c>PATH</c>.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, each one passed as it is.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that are set over the environment of a run.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The variables that get the path of a private folder, which is removed after the run.</summary>
    public IReadOnlyList<string> PrivateFolders { get; init; } = [];

    /// <summary>The remedy that an error names when the program is not found.</summary>
    public string? NotFoundHint { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <param name="repository">The folder that it runs in.</param>
    /// <param name="onOutput">Takes standard output.</param>
    /// <param name="onError">Takes standard error.</param>
    /// <param name="cancellationToken">Ends the program and everything that it started.</param>
    /// <exception cref="IOException">The folder of the run's temporary files could not be made or removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to that folder is denied.</exception>
    /// <exception cref="ProcessStartException">The program could not be started.</exception>
    /// <exception cref="ProcessCanceledException">It was cancelled.</exception>
    public async Task<ProcessResult> RunAsync(
        AnsibleRepository repository,
        ProcessOutputHandler onOutput,
        ProcessOutputHandler onError,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        RunDirectory directory = RunDirectory.Choose();
        try
        {
            directory.Create();
            return await ChildProcess.RunAsync(Request(repository, directory), onOutput, onError, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            directory.Delete();
        }
    }

    private ProcessRequest Request(AnsibleRepository repository, RunDirectory directory)
    {
        Dictionary<string, string> environment = AnsibleEnvironment.Build(directory, static _ => { });
        foreach (string variable in PrivateFolders)
        {
            environment[variable] = directory.Artifacts;
        }

        foreach ((string name, string value) in Environment)
        {
            environment[name] = value;
        }

        return new ProcessRequest
        {
            FileName = Program,
            Arguments = Arguments,
            Environment = environment,
            WorkingDirectory = repository.Root,
            Folder = directory.Root,
            NotFoundHint = NotFoundHint,
        };
    }
}
