using System.Security.Cryptography;
using Playbooks.Ansible.Events;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>Runs <c>ansible-playbook</c> itself, with a callback plugin of ours that sends what happens.</summary>
/// <remarks>There is no terminal: what asks a question gets no answer, and does not wait for one.</remarks>
internal sealed class DirectBackend : IAnsibleBackend
{
    public async Task<BackendOutcome> RunAsync(AnsibleInvocation invocation, EventSummarizer summarizer, CancellationToken stop)
    {
        // Nobody can guess it: a record that carries another one is somebody else's.
        string ident = RandomNumberGenerator.GetHexString(32, lowercase: true);
        ProcessRequest process = await PrepareAsync(invocation, ident).ConfigureAwait(false);
        using EventSocket socket = new(invocation.Directory.EventSocket);
        PrintedText text = new(Path.Combine(invocation.Directory.Artifacts, "stdout"));
        await using (text.ConfigureAwait(false))
        {
            using CancellationTokenSource ended = new();
            Task<bool> reading = socket.ReadAsync(summarizer, ident, ended.Token);
            int? exitCode = null;
            ProcessCanceledException? stopped = null;
            try
            {
                exitCode = DirectResult.ExitCode(await ChildProcess.RunAsync(process, text.Output, text.Error, stop).ConfigureAwait(false));
            }
            catch (ProcessStartException exception)
            {
                throw new AnsibleRunnerException(exception.Message, exception);
            }
            catch (ProcessCanceledException exception)
            {
                stopped = exception;
            }
            finally
            {
                // What was killed has still happened: what it sent is read to the end.
                await ended.CancelAsync().ConfigureAwait(false);
                await reading.ConfigureAwait(false);
            }

            await RunRemains.RemoveAsync(invocation, ident, isKilled: exitCode is null, stopped).ConfigureAwait(false);
            text.AddTo(summarizer);
            if (stopped is not null)
            {
                return BackendOutcome.Stopped(stopped);
            }

            DirectResult.ThrowIfNone(invocation, exitCode, await reading.ConfigureAwait(false), summarizer, text);
            return new BackendOutcome { ExitCode = exitCode };
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<ProcessRequest> PrepareAsync(AnsibleInvocation invocation, string ident)
    {
        await invocation.WriteFilesAsync().ConfigureAwait(false);
        await CallbackPlugin.WriteAsync(invocation.Directory).ConfigureAwait(false);
        Dictionary<string, string> environment = AnsibleEnvironment.Build(invocation);
        AnsibleConfig config = await AnsibleConfig.ReadAsync(invocation.Repository, environment, CancellationToken.None).ConfigureAwait(false);
        CallbackPlugin.AddTo(environment, invocation.Directory, config);
        return new ProcessRequest
        {
            FileName = invocation.Options.PlaybookProgram,
            RunId = ident,
            Arguments = [.. invocation.Arguments(), .. invocation.Playbooks],
            Environment = environment,
            WorkingDirectory = invocation.Repository,

            // Ansible's way to be interrupted: it ends its workers, and tells what it knows.
            StopSignal = StopSignal.Interrupt,
            GracePeriod = invocation.Options.GracePeriod,
            NotFoundHint = DirectResult.InstallHint,
        };
    }
}
