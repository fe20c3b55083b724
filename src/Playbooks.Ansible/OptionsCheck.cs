namespace Playbooks.Ansible;

/// <summary>Finds values that make no sense, all at once.</summary>
internal static class OptionsCheck
{
    // The longest time that a timer takes.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly TimeSpan LongestIdleTime = TimeSpan.FromDays(24);

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

        if (string.IsNullOrWhiteSpace(options.PlaybookProgram))
        {
            faults.Add("PlaybookProgram is empty: give a program's name or path.");
        }

        if (!Enum.IsDefined(options.Backend))
        {
            faults.Add($"Backend is {options.Backend}: give one of {string.Join(", ", Enum.GetNames<AnsibleBackend>())}.");
        }

        if (options.WarmServers < 1)
        {
            faults.Add($"WarmServers is {options.WarmServers}: give 1 or more.");
        }

        if (options.WarmRunsPerServer < 1)
        {
            faults.Add($"WarmRunsPerServer is {options.WarmRunsPerServer}: give 1 or more.");
        }

        if (options.WarmIdleTime <= TimeSpan.Zero || options.WarmIdleTime > LongestIdleTime)
        {
            faults.Add($"WarmIdleTime is {options.WarmIdleTime}: give more than zero and at most {LongestIdleTime.TotalDays:0} days.");
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

        if (request.Verbosity is < 0 or > 6)
        {
            faults.Add($"Verbosity is {request.Verbosity}: give 0 to 6.");
        }

        if (request.Connection?.Timeout is { } connectionTimeout && (connectionTimeout < TimeSpan.FromSeconds(1) || connectionTimeout > TimeSpan.FromDays(1)))
        {
            faults.Add($"Connection.Timeout is {connectionTimeout}: give one second to one day.");
        }

        foreach ((string name, object value) in request.Environment)
        {
            if (string.IsNullOrEmpty(name) || name.Contains('=', StringComparison.Ordinal) || value is not (string or Secret))
            {
                faults.Add($"The environment variable '{name}' is not usable: give a name without '=', and a text or a Secret as its value.");
            }
        }

        string?[] texts =
        [
            request.Playbook, request.Inventory, request.Limit, request.StartAtTask, request.VaultPasswordFile, request.ConfigFile,
            request.Become?.User, request.Become?.Method, request.Connection?.Type, request.Connection?.User, request.Connection?.PrivateKeyFile, request.Connection?.SshCommonArguments,
            .. request.FurtherPlaybooks, .. request.FurtherInventories, .. request.Tags, .. request.SkipTags, .. request.CollectionsPath, .. request.ExtraArguments,
            .. request.Environment.Keys, .. request.Environment.Values.Select(value => value is Secret secret ? secret.Reveal() : value as string),
        ];
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
