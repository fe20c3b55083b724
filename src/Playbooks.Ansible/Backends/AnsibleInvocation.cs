namespace Playbooks.Ansible.Backends;

/// <summary>A request whose paths are checked and absolute, with the private folder of its run.</summary>
internal sealed record AnsibleInvocation
{
    public required AnsibleRequest Request { get; init; }

    public required string Repository { get; init; }

    public required string Playbook { get; init; }

    /// <summary>An absolute path, a list of hosts, or null for none.</summary>
    public required string? Inventory { get; init; }

    public required string? VaultPasswordFile { get; init; }

    public required RunDirectory Directory { get; init; }

    public required AnsibleExecutorOptions Options { get; init; }

    /// <summary>The request as arguments for <c>ansible-playbook</c>, without the playbook. They hold no extra var.</summary>
    public IEnumerable<string> Arguments()
    {
        if (Inventory is not null)
        {
            yield return "-i";
            yield return Inventory;
        }

        if (Request.ExtraVars.Count > 0)
        {
            yield return "-e";
            yield return $"@{Directory.ExtraVarsFile}";
        }

        // With the equals sign, as a value may begin with a dash.
        (string Option, string? Value)[] options =
        [
            ("--limit", Request.Limit),
            ("--tags", Request.Tags.Count > 0 ? string.Join(',', Request.Tags) : null),
            ("--skip-tags", Request.SkipTags.Count > 0 ? string.Join(',', Request.SkipTags) : null),
            ("--forks", Request.Forks?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("--start-at-task", Request.StartAtTask),
            ("--vault-password-file", VaultPasswordFile),
        ];
        foreach ((string option, string? value) in options)
        {
            if (!string.IsNullOrEmpty(value))
            {
                yield return $"{option}={value}";
            }
        }

        if (Request.Check)
        {
            yield return "--check";
        }

        if (Request.Diff)
        {
            yield return "--diff";
        }

        foreach (string argument in Request.ExtraArguments)
        {
            yield return argument;
        }
    }
}
