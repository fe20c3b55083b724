using System.Text.Json;
using Playbooks.Ansible;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.Tools;
using Playbooks.Diagnostics;
using Playbooks.Processes;

namespace Playbooks.Agent;

/// <summary>
/// Checks Ansible playbooks with the program <c>ansible-lint</c>, and explains why its findings matter.
/// </summary>
/// <remarks>
/// The analyzer runs nothing on any host, installs nothing, uses no network and writes nothing to the repository. The
/// cache of ansible-lint goes to a private folder that is deleted afterwards. The repository's own <c>.ansible-lint</c>
/// is used.
/// </remarks>
public sealed class PlaybookAnalyzer
{
    private const int MaximumOutput = 32 * 1024 * 1024;

    private readonly PlaybookAnalyzerOptions _options;
    private readonly AnsibleRepository _repository;

    /// <summary>Creates an analyzer for the repository in a folder.</summary>
    /// <param name="repository">The folder with the Ansible playbooks; <c>~</c> stands for the home folder.</param>
    /// <param name="options">The analyzer's options on this machine; the defaults when null.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ArgumentException">An option has no sensible value; the message names all of them.</exception>
    public PlaybookAnalyzer(string repository, PlaybookAnalyzerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        _repository = AnsibleRepository.Open(repository);
        _options = options ?? new PlaybookAnalyzerOptions();
        OptionFaults.ThrowIfAny(_options.FindFaults(), nameof(options));
    }

    /// <summary>The repository's folder, absolute.</summary>
    public string Repository => _repository.Root;

    /// <summary>Analyzes an Ansible playbook and the files that it uses.</summary>
    /// <param name="playbook">The file, relative to the repository, or absolute.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    /// <exception cref="AnsiblePlaybookNotFoundException">The playbook is not a file.</exception>
    /// <exception cref="PlaybookAnalysisException">ansible-lint could not be run, gave no result, or took too
    /// long.</exception>
    /// <exception cref="OperationCanceledException">The token stopped it.</exception>
    internal async Task<PlaybookAnalysis> AnalyzeAsync(string playbook, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(playbook);
        string path = Path.GetRelativePath(Repository, _repository.FindPlaybook(playbook));
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await RunAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PlaybookAnalysisException($"'{path}' could not be analysed, since '{Path.GetTempPath()}' cannot be written to: {exception.Message}", exception);
        }
    }

    private async Task<PlaybookAnalysis> RunAsync(string path, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_options.Timeout, _options.TimeProvider);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using MemoryStream printed = new();
        OutputTail said = new();
        try
        {
            ProcessResult result = await Tool(path).RunAsync(_repository, Collect(printed), said.WriteAsync, stop.Token).ConfigureAwait(false);
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
            throw new PlaybookAnalysisException($"'{_options.LintProgram}' gave no result for '{path}'. {TerminalText.Quote(said.ToString())}", exception);
        }
    }

    private AnsibleTool Tool(string path) => new()
    {
        Program = _options.LintProgram,
        Arguments = ["--offline", "--nocolor", "-q", "-f", "json", "--project-dir", ".", Path.Combine(".", path)],
        // The caches of ansible-lint: of versions up to 6, and of later ones, which would create a folder '.ansible' in
        // the repository.
        PrivateFolders = ["XDG_CACHE_HOME", "VIRTUAL_ENV"],
        Environment = _options.Environment.AsReadOnly(),
        NotFoundHint = "Install ansible-lint (for example 'pip install ansible-lint', or your distribution's package), or set PlaybookAnalyzerOptions.LintProgram to its path.",
    };

    private static ProcessOutputHandler Collect(MemoryStream printed) => (bytes, _) =>
    {
        // Keep one byte more than the limit: it shows that the limit was exceeded.
        int fitting = (int)Math.Min(bytes.Length, MaximumOutput + 1 - printed.Length);
        printed.Write(bytes.Span[..fitting]);
        return ValueTask.CompletedTask;
    };
}
