namespace Playbooks.Ansible;

/// <summary>The definition of <c>ansible.run</c> for planning.</summary>
internal static class AnsibleRunDefinition
{
    public static StepDefinition Instance { get; } = new()
    {
        Type = "ansible.run",
        Description = "Runs an Ansible playbook and gives its summary.",
        Effect = StepEffect.Mutating,
        EffectOf = constants
            => constants.GetValueOrDefault("check") is true ? StepEffect.ReadOnly : StepEffect.Mutating,
        SupportsCheck = true,
        StartsProcess = true,
        CommandLineParameters =
            ["playbook", "inventory", "limit", "tags", "skip_tags", "start_at_task", "vault_password_file"],
        Timeout = AnsibleRequest.DefaultTimeout,
        Parameters =
        [
            new()
            {
                Name = "playbook",
                Required = true,
                Description = "The Ansible playbook: a file, relative to the repository or absolute.",
            },
            new()
            {
                Name = "repository",
                Description =
                    "The folder with the Ansible playbooks, relative to the library's root folder or absolute.",
            },
            new()
            {
                Name = "inventory",
                Description = "A file or folder, relative to the repository or absolute, or hosts with a comma. "
                    + "By default 'inventory', where there is one.",
            },
            new() { Name = "limit", Description = "Only these hosts: an Ansible pattern." },
            new() { Name = "tags", Type = ParameterType.List, Description = "Only tasks with these tags." },
            new() { Name = "skip_tags", Type = ParameterType.List, Description = "No tasks with these tags." },
            new()
            {
                Name = "extra_vars",
                Type = ParameterType.Dict,
                Description = "Extra vars. They keep their types, and are never on a command line.",
            },
            new()
            {
                Name = "check",
                Type = ParameterType.Boolean,
                Description = "Lets Ansible only predict its changes.",
            },
            new()
            {
                Name = "diff",
                Type = ParameterType.Boolean,
                Description = "Lets Ansible show the differences of changed files.",
            },
            new() { Name = "forks", Type = ParameterType.Integer, Description = "The number of hosts at a time." },
            new() { Name = "start_at_task", Description = "The name of the task to start at." },
            new()
            {
                Name = "vault_password_file",
                Description = "The file with the vault's password, relative to the repository or absolute.",
            },
        ],
        Outputs =
        [
            new("status", "The end of the run: successful or failed."),
            new("exit_code", "The exit code of ansible-playbook; null when it was killed."),
            new("duration_ms", "The duration of the run, in milliseconds."),
            new("changed_count", "Task results that changed something, over all hosts."),
            new("ok_count", "Task results that went well, over all hosts."),
            new("failed_count", "Task results that failed, over all hosts."),
            new("skipped_count", "Task results that were skipped, over all hosts."),
            new("unreachable_count", "Task results for which a host could not be reached."),
            new("rescued_count", "Failures that a rescue section took care of."),
            new("ignored_count", "Failures that were ignored."),
            new("failed_tasks", "The names of the tasks that failed."),
            new("key_errors", "The most important errors, at most five messages."),
            new("hosts", "The figures of each host, by its name: ok, changed, failures, skipped, unreachable, rescued, "
                + "ignored."),
            new("nothing_ran", "True when it ended well without doing anything on any host."),
            new("custom_stats", "The values that the Ansible playbook gave to set_stats for the whole run."),
        ],
    };
}
