using System.Security.Cryptography;
using Playbooks.Ansible.Events;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>Runs <c>ansible-playbook</c> itself, with our callback plugin, which sends the events.</summary>
/// <remarks>There is no terminal: a prompt gets no answer, and does not wait for one.</remarks>
internal sealed class DirectBackend : IAnsibleBackend
{
    public async Task<BackendOutcome> RunAsync(
        AnsibleInvocation invocation, EventSummarizer summarizer, CancellationToken stop)
    {
        // Random, so that it cannot be guessed: a record with another id is not of this run.
        string ident = RandomNumberGenerator.GetHexString(32, lowercase: true);
        ProcessRequest process = await PrepareAsync(invocation, ident).ConfigureAwait(false);
        using EventSocket socket = new(invocation.Directory.EventSocket);
        PrintedText text = new(Path.Combine(invocation.Directory.Artifacts, "stdout"));
        await using (text.ConfigureAwait(false))
        {
            using CancellationTokenSource ended = new();
            Task<bool> reading = socket.ReadAsync(summarizer, ident, ended.Token);
            AnsibleProcessEnd end;
            try
            {
                end = await AnsibleProcess.RunAsync(process, invocation, text.Output, text.Error, stop)
                    .ConfigureAwait(false);
            }
            finally
            {
                // A stopped run has still done something: all records that it sent are read.
                await ended.CancelAsync().ConfigureAwait(false);
                await reading.ConfigureAwait(false);
            }

            int? exitCode = DirectResult.ExitCode(end);
            text.AddTo(summarizer);
            if (end.WasStopped)
            {
                return BackendOutcome.Stopped(end);
            }

            DirectResult.ThrowIfNone(invocation, exitCode, await reading.ConfigureAwait(false), summarizer, text);
            return new BackendOutcome
            {
                ExitCode = exitCode,
                Warnings = AnsibleProcess.Warnings(end, isKilled: exitCode is null),
            };
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<ProcessRequest> PrepareAsync(AnsibleInvocation invocation, string ident)
    {
        Dictionary<string, string> environment = AnsibleEnvironment.Build(invocation);
        AnsibleConfig config = await AnsibleConfig.ReadAsync(
            invocation.Repository.Root, environment, CancellationToken.None)
            .ConfigureAwait(false);
        CallbackPlugin.AddTo(environment, invocation.Directory, config, ident);
        return new ProcessRequest
        {
            FileName = invocation.Options.PlaybookProgram,
            Arguments = [.. invocation.Arguments(), .. invocation.Playbooks],
            Environment = environment,
            WorkingDirectory = invocation.Repository.Root,
            Prepare = async () =>
            {
                await invocation.WriteFilesAsync().ConfigureAwait(false);
                await CallbackPlugin.WriteAsync(invocation.Directory).ConfigureAwait(false);
            },

            // Background processes of a killed Ansible do not know of its death, and are not meant to go on.
            MayLeave = exitCode => ValueTask.FromResult(!DirectResult.IsKilled(exitCode)),
            NotFoundHint = DirectResult.InstallHint,
        };
    }
}
