using System.Collections;
using Playbooks.Ansible;
using Playbooks.Processes;

namespace Playbooks.Hosting;

/// <summary>
/// Asks the programs of the backend for their versions. Remembers the answers for a while, because each program takes a
/// second to start.
/// </summary>
internal sealed class AnsiblePrograms(AnsibleHostingOptions options, TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    // A missing program may be installed at any moment.
    private static readonly TimeSpan RememberedFault = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private IReadOnlyList<AnsibleProgram>? _answer;
    private long _answeredAt;

    public async Task<IReadOnlyList<AnsibleProgram>> LookAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_answer is { } answer && timeProvider.GetElapsedTime(_answeredAt) < (answer.Any(program => program.Fault is not null) ? RememberedFault : Remembered))
            {
                return answer;
            }

            // ansible-runner in turn starts ansible-playbook.
            string[] names = options.Backend == AnsibleBackend.Runner ? [options.RunnerProgram, options.PlaybookProgram] : [options.PlaybookProgram];
            _answer = await Task.WhenAll(names.Select(name => AskAsync(name, cancellationToken))).ConfigureAwait(false);
            _answeredAt = timeProvider.GetTimestamp();
            return _answer;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<AnsibleProgram> AskAsync(string name, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(VersionTimeout, timeProvider);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        OutputTail said = new();
        try
        {
            ProcessResult result = await ChildProcess.RunAsync(
                new ProcessRequest { FileName = name, Arguments = ["--version"], Environment = Environment() },
                said.WriteAsync,
                cancellationToken: stop.Token).ConfigureAwait(false);
            string version = said.ToString().Split('\n')[0].Trim();
            return result.ExitCode == 0 ? new AnsibleProgram(name, version, null) : new AnsibleProgram(name, "", $"'{name} --version' ended with exit code {result.ExitCode}.");
        }
        catch (ProcessStartException exception)
        {
            return new AnsibleProgram(name, "", exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AnsibleProgram(name, "", $"'{name} --version' took longer than {VersionTimeout.TotalSeconds:0} s.");
        }
    }

    private Dictionary<string, string> Environment()
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            // A Python program needs only these few variables to start. The application's secrets are not among them.
            if (entry is { Key: "PATH" or "HOME" or "LANG" or "LC_ALL" or "TMPDIR", Value: string value })
            {
                environment[(string)entry.Key] = value;
            }
        }

        foreach ((string name, string value) in options.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }
}
