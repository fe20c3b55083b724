using System.CommandLine;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary>The arguments and options of the commands that run Ansible.</summary>
internal sealed class AnsibleOptions
{
    private const string DefaultBackend = "runner";

    private readonly Argument<string> _playbook = new("PLAYBOOK") { Description = "The Ansible playbook: relative to the repository, or absolute." };

    private readonly Option<string> _repository = new("--repository") { HelpName = "DIR", Description = "The folder with the Ansible playbooks. Default: the current one.", DefaultValueFactory = _ => "." };

    private readonly Option<string[]> _inventory = new("--inventory", "-i") { HelpName = "X", Description = "A file or folder, or hosts with a comma. Repeat the option for more. Default: 'inventory', if it exists." };

    private readonly Option<string?> _limit = new("--limit", "-l") { HelpName = "PATTERN", Description = "Only these hosts." };

    private readonly Option<string?> _tags = new("--tags", "-t") { HelpName = "A,B", Description = "Only tasks with these tags." };

    private readonly Option<string?> _skipTags = new("--skip-tags") { HelpName = "A,B", Description = "No tasks with these tags." };

    private readonly Option<string[]> _extraVars = new("--extra-vars", "-e")
    {
        HelpName = "NAME=VALUE|MAP|@FILE",
        Description = "Extra vars: texts (NAME=VALUE NAME=VALUE), a map in JSON or YAML, or a file with a map. Repeat the option for more; the last one wins. Their values are never on Ansible's command line.",
    };

    private readonly Option<bool> _check = new("--check", "-C") { Description = "Only predict what would change." };

    private readonly Option<bool> _diff = new("--diff", "-D") { Description = "Have Ansible compute differences of changed files." };

    private readonly Option<int?> _forks = new("--forks", "-f") { HelpName = "N", Description = "The number of hosts that are worked on at the same time." };

    private readonly Option<string?> _startAtTask = new("--start-at-task") { HelpName = "TASK", Description = "The name of the task to start at." };

    private readonly Option<string?> _vaultPasswordFile = new("--vault-password-file", "--vault-pass-file") { HelpName = "FILE", Description = "A file with the vault's password, or a program that prints it." };

    private readonly Option<double?> _timeout = new("--timeout") { HelpName = "SECONDS", Description = "The time limit; 0 for no limit. Default: 600." };

    private readonly Option<string> _backend = MakeBackend();

    /// <summary>Adds the options that have an effect in a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="runs">True for a command that runs tasks, and does not only list them.</param>
    public void AddTo(Command command, bool runs)
    {
        command.Add(_playbook);
        Option[] choosing = [_repository, _inventory, _limit, _tags, _skipTags, _extraVars, _vaultPasswordFile, _timeout];
        Option[] running = [_check, _diff, _forks, _startAtTask, _backend];
        foreach (Option option in runs ? [.. choosing, .. running] : choosing)
        {
            command.Add(option);
        }
    }

    /// <summary>Creates the executor of these options.</summary>
    public AnsibleExecutor Executor(ParseResult parsed) => new(
        parsed.GetRequiredValue(_repository),
        new AnsibleExecutorOptions { Backend = Enum.Parse<AnsibleBackend>(parsed.GetValue(_backend) ?? DefaultBackend, ignoreCase: true) });

    /// <summary>Creates the request of these options.</summary>
    public AnsibleRequest Request(ParseResult parsed)
    {
        string[] inventories = parsed.GetValue(_inventory) ?? [];
        return new AnsibleRequest
        {
            Playbook = parsed.GetRequiredValue(_playbook),
            Inventory = inventories.Length > 0 ? inventories[0] : AnsibleRequest.DefaultInventory,
            FurtherInventories = [.. inventories.Skip(1)],
            Limit = parsed.GetValue(_limit),
            Tags = List(parsed.GetValue(_tags)),
            SkipTags = List(parsed.GetValue(_skipTags)),
            EarlierExtraVars = [.. (parsed.GetValue(_extraVars) ?? []).Select(ExtraVarsArgument.Parse)],
            Check = parsed.GetValue(_check),
            Diff = parsed.GetValue(_diff),
            Forks = parsed.GetValue(_forks),
            StartAtTask = parsed.GetValue(_startAtTask),
            VaultPasswordFile = parsed.GetValue(_vaultPasswordFile) is string file ? Path.GetFullPath(file) : null,
            Timeout = TimeLimit(parsed.GetValue(_timeout)),
        };
    }

    private static TimeSpan TimeLimit(double? seconds) => seconds switch
    {
        null => AnsibleRequest.DefaultTimeout,
        0 => Timeout.InfiniteTimeSpan,
        > 0 and < 4_000_000 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new UsageException($"--timeout {seconds} is not a time limit: give seconds, more than 0, or 0 for no limit"),
    };

    private static string[] List(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static Option<string> MakeBackend()
    {
        Option<string> option = new("--backend")
        {
            HelpName = "runner|direct|warm",
            Description = "The way to run Ansible: through ansible-runner, directly, or in a warm process that is already started.",
            DefaultValueFactory = _ => DefaultBackend,
        };
        return option.AcceptOnlyFromAmong("runner", "direct", "warm");
    }
}
