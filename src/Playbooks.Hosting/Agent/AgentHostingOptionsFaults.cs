namespace Playbooks.Hosting;

/// <summary>Finds everything that is wrong with the options at once.</summary>
internal static class AgentHostingOptionsFaults
{
    private const int SmallestRequest = 1000;
    private const int LargestRequest = 64 * 1024 * 1024;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(49);

    public static IEnumerable<string> Find(AgentHostingOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.AgentId))
        {
            yield return $"{nameof(options.AgentId)} is empty; give the agent a name";
        }

        if (options.MaximumRequestBytes is < SmallestRequest or > LargestRequest)
        {
            yield return $"{nameof(options.MaximumRequestBytes)} is {options.MaximumRequestBytes}; it must be from {SmallestRequest} to {LargestRequest}";
        }

        if (string.IsNullOrWhiteSpace(options.LintProgram))
        {
            yield return $"{nameof(options.LintProgram)} is empty; it names the program, such as ansible-lint";
        }

        if (options.MaximumTimeout <= TimeSpan.Zero || options.MaximumTimeout > LongestTimeout)
        {
            yield return $"{nameof(options.MaximumTimeout)} is {options.MaximumTimeout}; it must be more than zero and at most {LongestTimeout}";
        }

        if (options.MaximumForks < 1)
        {
            yield return $"{nameof(options.MaximumForks)} is {options.MaximumForks}; it must be 1 or more";
        }

        WorkQueueOptions queue = new() { Workers = options.Workers, AgingInterval = options.AgingInterval, FinishWithin = options.FinishWithin, Limit = options.QueueLimit };
        foreach (string fault in queue.Faults(limitName: nameof(options.QueueLimit)))
        {
            yield return fault;
        }
    }
}
