using Playbooks.Ansible.Backends;
using Playbooks.Ansible.Events;
using Playbooks.Processes;

namespace Playbooks.Ansible.Inspection;

/// <summary>Asks <c>ansible-playbook</c> for the plays that it would run. No task runs.</summary>
internal static class AnsibleInspector
{
    /// <summary>Asks for plays.</summary>
    /// <param name="invocation">The checked request.</param>
    /// <param name="questions">The options that ask, such as <c>--list-hosts</c>.</param>
    /// <param name="stop">Stops Ansible: the time limit or the caller.</param>
    /// <exception cref="AnsibleRunnerException">Ansible could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<Answer> AskAsync(
        AnsibleInvocation invocation, IReadOnlyList<string> questions, CancellationToken stop)
    {
        PlayListing listing = new();
        EventSummarizer said = new(invocation.Redactor);
        OutputLines output = new(listing.Add);
        OutputLines error = new(said.AddText);
        AnsibleProcessEnd end = await AnsibleProcess.RunAsync(
            Request(invocation, questions), invocation, output.WriteAsync, error.WriteAsync, stop)
            .ConfigureAwait(false);
        if (end.WasStopped)
        {
            throw new OperationCanceledException("Ansible was stopped before it had answered.", stop);
        }

        output.Complete();
        error.Complete();
        ExecutionSummary summary = invocation.Redactor.MaskSummary(
            said.Summarize(end.ExitCode == 0
                ? AnsibleRunStatus.Successful
                : AnsibleRunStatus.Failed, end.ExitCode, TimeSpan.Zero));
        return new Answer(
            end.ExitCode == 0, [.. listing.End().Select(play => Masked(play, invocation.Redactor))], summary.KeyErrors);
    }

    private static ProcessRequest Request(AnsibleInvocation invocation, IReadOnlyList<string> questions) => new()
    {
        FileName = invocation.Options.PlaybookProgram,
        Arguments = [.. invocation.Arguments(), .. questions, .. invocation.Playbooks],
        Environment = AnsibleEnvironment.Build(invocation),
        WorkingDirectory = invocation.Repository.Root,
        Prepare = invocation.WriteFilesAsync,
        NotFoundHint = DirectResult.InstallHint,
    };

    /// <summary>Ansible's answer.</summary>
    /// <param name="IsWell">True when Ansible could answer.</param>
    /// <param name="Plays">The plays.</param>
    /// <param name="Errors">The errors when it could not.</param>
    internal sealed record Answer(bool IsWell, IReadOnlyList<AnsiblePlay> Plays, IReadOnlyList<string> Errors);

    private static AnsiblePlay Masked(AnsiblePlay play, Redactor redactor) => play with
    {
        Name = redactor.Mask(play.Name),
        HostPattern = redactor.Mask(play.HostPattern),
        Hosts = [.. play.Hosts.Select(redactor.Mask)],
        Tasks = [.. play.Tasks.Select(task => task with { Name = redactor.Mask(task.Name) })],
    };
}
