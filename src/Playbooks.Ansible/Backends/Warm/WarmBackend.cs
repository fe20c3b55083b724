using System.Security.Cryptography;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>Runs Ansible in a child of a process that has already imported Ansible.</summary>
/// <remarks>
/// A run goes to another backend when there is no such process, or when it might behave differently there, but never
/// when a part of it may have been done.
/// </remarks>
internal sealed class WarmBackend : IAnsibleBackend
{
    private readonly IAnsibleBackend _fallback;
    private readonly WarmPool _pool;

    /// <param name="options">The limits of the waiting processes.</param>
    /// <param name="fallback">Takes the runs that cannot be warm. It is disposed with this backend.</param>
    public WarmBackend(AnsibleExecutorOptions options, IAnsibleBackend fallback)
    {
        _fallback = fallback;
        _pool = new WarmPool(options, WarmServer.StartAsync);
    }

    public async Task<BackendOutcome> RunAsync(
        AnsibleInvocation invocation, EventSummarizer summarizer, CancellationToken stop)
    {
        // Random, so that it cannot be guessed: a record with another id is not of this run.
        WarmRequest? request = WarmRequest.TryMake(invocation, RandomNumberGenerator.GetHexString(32, lowercase: true));
        if (request is null)
        {
            WarmLog.NotWarm(invocation.Options.Logger, invocation.Request.Playbook);
        }
        else
        {
            try
            {
                return await RunAsync(request, summarizer, stop).ConfigureAwait(false);
            }
            catch (WarmUnavailableException exception)
            {
                WarmLog.WarmUnavailable(invocation.Options.Logger, invocation.Request.Playbook, exception);
                request.RemoveFiles();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The run had not begun.
                return new BackendOutcome { WasStopped = true };
            }
        }

        return await _fallback.RunAsync(invocation, summarizer, stop).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync().ConfigureAwait(false);
        await _fallback.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<BackendOutcome> RunAsync(WarmRequest request, EventSummarizer summarizer, CancellationToken stop)
    {
        RunDirectory directory = request.Invocation.Directory;
        using EventSocket socket = new(directory.EventSocket);
        string address = Path.Combine(directory.Root, "warm");
        WarmKeeper keeper = await _pool.UseAsync(
            request.Key, server => WarmKeeper.BeginAsync(server, address, request, stop), stop)
            .ConfigureAwait(false);
        await using (keeper.ConfigureAwait(false))
        {
            PrintedText text = new(Path.Combine(directory.Artifacts, "stdout"));
            await using (text.ConfigureAwait(false))
            {
                return await FollowAsync(request, keeper, socket, text, summarizer, stop).ConfigureAwait(false);
            }
        }
    }

    private static async Task<BackendOutcome> FollowAsync(
        WarmRequest request,
        WarmKeeper keeper,
        EventSocket socket,
        PrintedText text,
        EventSummarizer summarizer,
        CancellationToken stop)
    {
        AnsibleInvocation invocation = request.Invocation;
        using CancellationTokenSource ended = new();
        Task<bool> reading = socket.ReadAsync(summarizer, request.RunId, ended.Token);
        AnsibleProcessEnd end;
        try
        {
            end = await keeper.WaitAsync(text.Output, text.Error, stop).ConfigureAwait(false);
        }
        finally
        {
            // A stopped run has still done something: all records that it sent are read.
            await ended.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }

        end = end with { SharesConnections = invocation.Directory.HoldsSockets };
        text.AddTo(summarizer);
        if (end.WasStopped)
        {
            return BackendOutcome.Stopped(end);
        }

        DirectResult.ThrowIfNone(invocation, end.ExitCode, await reading.ConfigureAwait(false), summarizer, text);
        return new BackendOutcome
        {
            ExitCode = end.ExitCode,
            Remark = BackendOutcome.RemarkOf(end),
            Warnings = AnsibleProcess.Warnings(end, isKilled: end.ExitCode is null),
        };
    }
}
