namespace Playbooks.Ansible.Events;

/// <summary>Chooses the most important errors.</summary>
internal static class KeyErrorList
{
    private const int MaximumLength = 2000;
    private const int NamedHosts = 2;

    /// <param name="failures">The failures that count, in their order.</param>
    /// <param name="runErrors">Errors that belong to no host.</param>
    /// <param name="status">The end of the run.</param>
    /// <param name="how">The end in words, for a run that failed without a message.</param>
    /// <param name="tail">The last lines on the terminal.</param>
    public static IReadOnlyList<string> Make(
        IReadOnlyList<TaskFailure> failures,
        IReadOnlyList<string> runErrors,
        AnsibleRunStatus status,
        string how,
        string tail)
    {
        List<string> errors = [.. failures
            .GroupBy(failure => $"{failure.Task}: {failure.Message}", StringComparer.Ordinal)
            .Take(ExecutionSummary.MaximumKeyErrors)
            .Select(group => TerminalText.Shorten(group.Key, MaximumLength) + Hosts(
            [
                .. group.Select(failure => failure.Host)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ]))];
        if (status != AnsibleRunStatus.Failed)
        {
            return errors;
        }

        errors.AddRange(runErrors);
        if (errors.Count == 0)
        {
            errors.Add(tail.Length == 0 ? $"{how} and did not say why." : $"{how}. Its last lines: {tail}");
        }

        return errors;
    }

    private static string Hosts(List<string> hosts) => hosts.Count switch
    {
        1 => "",
        <= NamedHosts => $" ({string.Join(", ", hosts)})",
        _ => $" ({string.Join(", ", hosts.Take(NamedHosts))} and {hosts.Count - NamedHosts} more)",
    };
}
