using System.Text.Json;
using Playbooks.Ansible.Backends;
using Playbooks.Ansible.Events;
using Playbooks.Processes;

namespace Playbooks.Ansible.Agent;

/// <summary>Looks at Ansible playbooks with the program <c>ansible-lint</c>, and says why what it finds matters.</summary>
/// <remarks>
/// It runs nothing on any host, installs nothing, asks no network, and writes nothing to the repository: what ansible-lint keeps
/// for itself goes to a private folder that is gone afterwards. The repository's own <c>.ansible-lint</c> counts.
/// </remarks>
public sealed class PlaybookAnalyzer
{
    private const int MaximumOutput = 32 * 1024 * 1024;

    private readonly PlaybookAnalyzerOptions _options;

    /// <summary>For the repository in a folder.</summary>
    /// <param name="repository">The folder with the Ansible playbooks; <c>~</c> stands for the home folder.</param>
    /// <param name="options">How it works on this machine; the defaults when null.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentException">An option has no sensible value; all of them are named.</exception>
    public PlaybookAnalyzer(string repository, PlaybookAnalyzerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        Repository = RequestPaths.Repository(repository);
        _options = options ?? new PlaybookAnalyzerOptions();
        _options.ThrowIfInvalid(nameof(options));
    }

    /// <summary>The repository's folder, absolute.</summary>
    public string Repository { get; }

    /// <summary>Looks at an Ansible playbook, and at what it uses of the repository.</summary>
    /// <param name="playbook">The file, relative to the repository, or absolute.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    /// <exception cref="AnsiblePlaybookNotFoundException">The playbook is no file.</exception>
    /// <exception cref="PlaybookAnalysisException">ansible-lint could not be run, gave no result, or took too long.</exception>
    /// <exception cref="OperationCanceledException">The token stopped it.</exception>
    public async Task<PlaybookAnalysis> AnalyzeAsync(string playbook, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(playbook);
        string path = Path.GetRelativePath(Repository, RequestPaths.Playbook(Repository, playbook));
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            RunDirectory directory = RunDirectory.Create();
            try
            {
                return await AnalyzeAsync(path, directory, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                directory.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PlaybookAnalysisException($"'{path}' could not be analysed, since '{Path.GetTempPath()}' cannot be written to: {exception.Message}", exception);
        }
    }

    private async Task<PlaybookAnalysis> AnalyzeAsync(string path, RunDirectory directory, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_options.Timeout, _options.TimeProvider);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using MemoryStream printed = new();
        OutputTail said = new();
        try
        {
            ProcessResult result = await ChildProcess.RunAsync(Process(path, directory), Collect(printed), said.WriteAsync, stop.Token).ConfigureAwait(false);
            return printed.Length <= MaximumOutput
                ? LintOutput.Read(printed.GetBuffer().AsMemory(0, (int)printed.Length), path, _options.MaximumFindings)
                : throw new PlaybookAnalysisException($"'{_options.LintProgram}' found too much in '{path}' (exit code {result.ExitCode}): exclude files in the repository's .ansible-lint.");
        }
        catch (ProcessStartException exception)
        {
            throw new PlaybookAnalysisException(exception.Message, exception);
        }
        catch (ProcessCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new PlaybookAnalysisException($"The analysis of '{path}' took longer than {_options.Timeout.TotalSeconds:0.###} s and was stopped: give PlaybookAnalyzerOptions.Timeout more time.", exception);
        }
        catch (JsonException exception)
        {
            string what = said.ToString().Trim() is { Length: > 0 } text ? $"It said: {TerminalText.Shorten(TerminalText.Clean(text), 2000)}" : "It said nothing. Run it by hand to see more.";
            throw new PlaybookAnalysisException($"'{_options.LintProgram}' gave no result for '{path}'. {what}", exception);
        }
    }

    private ProcessRequest Process(string path, RunDirectory directory)
    {
        Dictionary<string, string> environment = AnsibleEnvironment.Build(new AnsibleInvocation
        {
            Request = new AnsibleRequest { Playbook = path },
            Repository = Repository,
            Playbooks = [path],
            Inventories = [],
            VaultPasswordFile = null,
            PrivateKeyFile = null,
            ConfigFile = null,
            Options = new AnsibleExecutorOptions(),
            Directory = directory,
        });

        // Where ansible-lint keeps what it makes for itself: the first of them up to version 6, the second one later, which would
        // otherwise be a folder '.ansible' in the repository.
        environment["XDG_CACHE_HOME"] = directory.Artifacts;
        environment["VIRTUAL_ENV"] = directory.Artifacts;
        foreach ((string name, string value) in _options.Environment)
        {
            environment[name] = value;
        }

        return new ProcessRequest
        {
            FileName = _options.LintProgram,
            Arguments = ["--offline", "--nocolor", "-q", "-f", "json", "--project-dir", ".", Path.Combine(".", path)],
            Environment = environment,
            WorkingDirectory = Repository,
            EndLeftovers = true,
            NotFoundHint = "Install ansible-lint (for example 'pip install ansible-lint', or your distribution's package), or set PlaybookAnalyzerOptions.LintProgram to its path.",
        };
    }

    private static ProcessOutputHandler Collect(MemoryStream printed) => (bytes, _) =>
    {
        // What is too much is known by one byte more than the bound.
        int fitting = (int)Math.Min(bytes.Length, MaximumOutput + 1 - printed.Length);
        printed.Write(bytes.Span[..fitting]);
        return ValueTask.CompletedTask;
    };
}
