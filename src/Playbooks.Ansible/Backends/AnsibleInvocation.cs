using System.Text;

namespace Playbooks.Ansible.Backends;

/// <summary>A request whose paths are checked and absolute, with the private folder of its run.</summary>
internal sealed record AnsibleInvocation
{
    public required AnsibleRequest Request { get; init; }

    public required AnsibleRepository Repository { get; init; }

    /// <summary>The absolute paths of the playbooks, in the order in which they run.</summary>
    public required IReadOnlyList<string> Playbooks { get; init; }

    /// <summary>Absolute paths, or lists of hosts.</summary>
    public required IReadOnlyList<string> Inventories { get; init; }

    public required string? VaultPasswordFile { get; init; }

    public required string? PrivateKeyFile { get; init; }

    public required string? ConfigFile { get; init; }

    /// <summary>The private folder of the run.</summary>
    public required RunDirectory Directory { get; init; }

    public required AnsibleExecutorOptions Options { get; init; }

    /// <summary>Masks the secrets of the request, and those of the run that it belongs to.</summary>
    public required Redactor Redactor { get; init; }

    /// <summary>Gets the request as arguments for <c>ansible-playbook</c>, without the playbooks. They hold no extra
    /// var and no secret.</summary>
    public IEnumerable<string> Arguments()
    {
        foreach (string inventory in Inventories)
        {
            yield return "-i";
            yield return inventory;
        }

        IReadOnlyList<AnsibleExtraVars> extraVars = Request.AllExtraVars;
        for (int number = 0; number < extraVars.Count; number++)
        {
            yield return "-e";
            yield return $"@{extraVars[number].File ?? Directory.ExtraVarsFile(number)}";
        }

        // With an equals sign, as a value may begin with a dash.
        (string Option, string? Value)[] options =
        [
            ("--limit", Request.Limit),
            ("--tags", Request.Tags.Count > 0 ? string.Join(',', Request.Tags) : null),
            ("--skip-tags", Request.SkipTags.Count > 0 ? string.Join(',', Request.SkipTags) : null),
            ("--forks", Request.Forks?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("--start-at-task", Request.StartAtTask),
            ("--vault-password-file", VaultPasswordFile),
            ("--vault-id", Request.VaultPassword is null ? null : Directory.VaultPasswordFile),
            ("--become-user", Request.Become?.User),
            ("--become-method", Request.Become?.Method),
            ("--become-password-file", Request.Become?.Password is null ? null : Directory.BecomePasswordFile),
            ("--connection", Request.Connection?.Type),
            ("--user", Request.Connection?.User),
            ("--private-key", PrivateKeyFile),
            ("--connection-password-file",
                Request.Connection?.Password is null ? null : Directory.ConnectionPasswordFile),
            ("--timeout",
                Request.Connection?.Timeout?.TotalSeconds
                    .ToString("0", System.Globalization.CultureInfo.InvariantCulture)),
            ("--ssh-common-args", Request.Connection?.SshCommonArguments),
        ];
        foreach ((string option, string? value) in options)
        {
            if (!string.IsNullOrEmpty(value))
            {
                yield return $"{option}={value}";
            }
        }

        if (Request.Verbosity > 0)
        {
            yield return $"-{new string('v', Request.Verbosity)}";
        }

        if (Request.Become is not null)
        {
            yield return "--become";
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

    /// <summary>Writes the files that the arguments name. Their content must not be on a command line.</summary>
    public async Task WriteFilesAsync()
    {
        IReadOnlyList<AnsibleExtraVars> extraVars = Request.AllExtraVars;
        for (int number = 0; number < extraVars.Count; number++)
        {
            if (extraVars[number] is { File: null } vars)
            {
                byte[] content =
                    vars.Text is { } text ? Encoding.UTF8.GetBytes(text) : ExtraVarsFile.Write(vars.Values);
                await RunDirectory.WriteFileAsync(Directory.ExtraVarsFile(number), content, CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }

        (string File, Secret? Content)[] secrets =
        [
            (Directory.VaultPasswordFile, Request.VaultPassword),
            (Directory.BecomePasswordFile, Request.Become?.Password),
            (Directory.ConnectionPasswordFile, Request.Connection?.Password),
        ];
        foreach ((string file, Secret? content) in secrets)
        {
            if (content is not null)
            {
                await RunDirectory.WriteFileAsync(
                    file, Encoding.UTF8.GetBytes(content.Reveal()), CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
    }
}
