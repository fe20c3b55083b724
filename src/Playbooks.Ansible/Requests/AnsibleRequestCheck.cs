namespace Playbooks.Ansible;

/// <summary>Finds everything that is wrong with a request at once.</summary>
internal static class AnsibleRequestCheck
{
    // Timers reject longer times.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static void ThrowIfInvalid(AnsibleRequest request)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(request.Playbook))
        {
            faults.Add("Playbook is empty: give a path.");
        }

        if (request.Timeout != Timeout.InfiniteTimeSpan
            && (request.Timeout <= TimeSpan.Zero || request.Timeout > LongestTimeout))
        {
            faults.Add($"Timeout is {request.Timeout}: give more than zero and at most {LongestTimeout.TotalDays:0} "
                + "days, or Timeout.InfiniteTimeSpan.");
        }

        if (request.Forks is < 1)
        {
            faults.Add($"Forks is {request.Forks}: give 1 or more.");
        }

        if (request.Verbosity is < 0 or > 6)
        {
            faults.Add($"Verbosity is {request.Verbosity}: give 0 to 6.");
        }

        if (request.Connection?.Timeout is { } connectionTimeout
            && (connectionTimeout < TimeSpan.FromSeconds(1) || connectionTimeout > TimeSpan.FromDays(1)))
        {
            faults.Add($"Connection.Timeout is {connectionTimeout}: give one second to one day.");
        }

        foreach ((string name, object value) in request.Environment)
        {
            if (string.IsNullOrEmpty(name)
                || name.Contains('=', StringComparison.Ordinal)
                || value is not (string or Secret))
            {
                faults.Add($"The environment variable '{name}' is not usable: give a name without '=', and a text or a "
                    + "Secret as its value.");
            }
        }

        string?[] texts =
        [
            request.Playbook, request.Inventory, request.Limit, request.StartAtTask, request.VaultPasswordFile,
            request.ConfigFile,
            request.Become?.User, request.Become?.Method, request.Connection?.Type, request.Connection?.User,
            request.Connection?.PrivateKeyFile, request.Connection?.SshCommonArguments,
            .. request.FurtherPlaybooks, .. request.FurtherInventories, .. request.Tags, .. request.SkipTags,
            .. request.CollectionsPath, .. request.ExtraArguments,
            .. request.Environment.Keys,
            .. request.Environment.Values.Select(value => value is Secret secret ? secret.Reveal() : value as string),
        ];
        if (texts.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
        {
            faults.Add("A text holds a NUL character, which no command line can.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(request));
        }
    }
}
