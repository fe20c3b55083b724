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
            AnsibleProcessEnd end;
            try
            {
                end = await AnsibleProcess.RunAsync(process, invocation, text.Output, text.Error, stop).ConfigureAwait(false);
            }
            finally
            {
                // What was killed has still happened: what it sent is read to the end.
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
            return new BackendOutcome { ExitCode = exitCode, Warnings = AnsibleProcess.Warnings(end, isKilled: exitCode is null) };
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<ProcessRequest> PrepareAsync(AnsibleInvocation invocation, string ident)
    {
        Dictionary<string, string> environment = AnsibleEnvironment.Build(invocation);
        AnsibleConfig config = await AnsibleConfig.ReadAsync(invocation.Repository.Root, environment, CancellationToken.None).ConfigureAwait(false);
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

            // What a killed Ansible had started goes on as if nothing had happened, and is not work that anybody wants to keep.
            MayLeave = exitCode => ValueTask.FromResult(!DirectResult.IsKilled(exitCode)),
            NotFoundHint = DirectResult.InstallHint,
        };
    }
}
