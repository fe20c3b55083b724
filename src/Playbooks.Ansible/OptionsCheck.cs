namespace Playbooks.Ansible;

/// <summary>Finds values that make no sense, all at once.</summary>
internal static class OptionsCheck
{
    // The longest time that a timer takes.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static void ThrowIfInvalid(AnsibleExecutorOptions options)
    {
        List<string> faults = [];
        if (options.ArtifactRetention < 0)
        {
            faults.Add($"ArtifactRetention is {options.ArtifactRetention}: give 0 to keep nothing, or how many runs to keep.");
        }

        if (string.IsNullOrWhiteSpace(options.RunnerProgram))
        {
            faults.Add("RunnerProgram is empty: give a program's name or path.");
        }

        if (options.GracePeriod < TimeSpan.Zero)
        {
            faults.Add($"GracePeriod is {options.GracePeriod}: give zero or more.");
        }

        if (options.ArtifactDirectory is { } directory && string.IsNullOrWhiteSpace(directory))
        {
            faults.Add("ArtifactDirectory is empty: give a folder, or null for the default.");
        }

        Throw(faults, nameof(options));
    }

    public static void ThrowIfInvalid(AnsibleRequest request)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(request.Playbook))
        {
            faults.Add("Playbook is empty: give a path.");
        }

        if (request.Timeout != Timeout.InfiniteTimeSpan && (request.Timeout <= TimeSpan.Zero || request.Timeout > LongestTimeout))
        {
            faults.Add($"Timeout is {request.Timeout}: give more than zero and at most {LongestTimeout.TotalDays:0} days, or Timeout.InfiniteTimeSpan.");
        }

        if (request.Forks is < 1)
        {
            faults.Add($"Forks is {request.Forks}: give 1 or more.");
        }

        string?[] texts = [request.Playbook, request.Inventory, request.Limit, request.StartAtTask, request.VaultPasswordFile, .. request.Tags, .. request.SkipTags, .. request.ExtraArguments];
        if (texts.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
        {
            faults.Add("A text holds a NUL character, which no command line can.");
        }

        Throw(faults, nameof(request));
    }

    private static void Throw(List<string> faults, string name)
    {
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), name);
        }
    }
}
