using static Playbooks.Agent.FindingGroup;

namespace Playbooks.Agent;

/// <summary>The group of a rule of ansible-lint, and the reason why the rule matters.</summary>
/// <param name="Group">The quality that a breach puts at risk.</param>
/// <param name="Reason">An explanation for readers who do not know the rule.</param>
internal sealed record LintRule(FindingGroup Group, string Reason)
{
    private static readonly Dictionary<string, LintRule> Known = new(StringComparer.Ordinal)
    {
        ["no-changed-when"] = new(Idempotency,
            "A command reports a change in every run, even when it changed nothing: the report of a run is useless, "
            + "and handlers run for nothing."),
        ["command-instead-of-module"] = new(Idempotency,
            "A module looks before it changes something; a command does it again in every run."),
        ["deprecated-command-syntax"] = new(Idempotency,
            "Arguments of the module say what must be true; those written into a command only say what to do."),
        ["latest"] = new(Idempotency,
            "The fetched version depends on the day: two runs of the same playbook give two systems."),
        ["package-latest"] = new(Idempotency,
            "The version depends on the day: a run that should change nothing may upgrade a package."),
        ["no-handler"] = new(Idempotency,
            "A task that waits for a change runs at once and each time; a handler runs once, after all changes."),
        ["ignore-errors"] = new(ErrorHandling,
            "Every failure is ignored, even an unexpected one: use failed_when to name the results that are not "
            + "failures."),
        ["risky-shell-pipe"] = new(ErrorHandling,
            "Without pipefail only the last command of a pipe counts: a failure before it looks like success."),
        ["no-prompting"] = new(ErrorHandling, "A run without a person waits for an answer until its time is over."),
        ["syntax-check"] = new(ErrorHandling, "Ansible itself refuses it: no run of it can begin."),
        ["parser-error"] = new(ErrorHandling, "Ansible itself cannot read it: no run of it can begin."),
        ["load-failure"] = new(ErrorHandling, "The file cannot be read: no run that uses it can succeed."),
        ["internal-error"] = new(ErrorHandling,
            "ansible-lint could not finish checking it: it may have further faults."),
        ["args"] = new(ErrorHandling,
            "The module does not take these arguments: the task fails when it is reached, after others have changed "
            + "something."),
        ["avoid-implicit"] = new(ErrorHandling,
            "The value relies on a conversion that depends on the version: after an upgrade it may fail or do "
            + "something else."),
        ["command-instead-of-shell"] = new(Performance,
            "A shell is started for each host and loop item without need, and it interprets characters in the "
            + "arguments."),
        ["run-once"] = new(Performance,
            "With the strategy free, run_once does not hold: the work is done once for every host."),
        ["complexity"] = new(Performance, "A long or deeply nested file is slow to load and hard to change."),
        ["no-relative-paths"] = new(BestPractices,
            "Ansible looks in a role's own folders anyway; a path out of them breaks when the file moves."),
        ["risky-file-permissions"] = new(BestPractices,
            "Without a mode, the host's settings decide who can read or write the file."),
        ["risky-octal"] = new(BestPractices,
            "YAML reads a number without quotes or a leading zero as decimal: the file gets another mode than it "
            + "says."),
        ["no-log-password"] = new(BestPractices,
            "The password appears in the output and in logs: set no_log for the task."),
        ["no-same-owner"] = new(BestPractices,
            "Owner and group are kept by number, and on the other machine the same numbers may be other people."),
        ["partial-become"] = new(BestPractices,
            "become_user without become changes nothing: the task runs as the user who connects."),
        ["no-jinja-when"] = new(BestPractices,
            "A condition is an expression already; braces in it are evaluated twice, and a value can become code."),
        ["inline-env-var"] = new(BestPractices,
            "The command module starts no shell: it takes the assignment for the program's name."),
        ["loop-var-prefix"] = new(BestPractices,
            "A role's loop variable with a common name overwrites that of the caller of the role."),
        ["literal-compare"] = new(BestPractices,
            "Comparing to true or false is false for values that merely count as true."),
        ["empty-string-compare"] = new(BestPractices,
            "Comparing to an empty text misses values that are empty in another way."),
        ["deprecated-bare-vars"] = new(BestPractices,
            "In later versions, a loop over a bare name takes the name itself for the value."),
        ["deprecated-local-action"] = new(BestPractices,
            "local_action hides where the task runs and cannot be linted like others: use delegate_to."),
        ["deprecated-module"] = new(BestPractices,
            "The module will be removed: an upgrade of Ansible will break the playbook."),
        ["no-free-form"] = new(BestPractices,
            "Arguments in one line are split at spaces and equals signs: a value with one of these breaks."),
        ["only-builtins"] = new(BestPractices,
            "The module is not part of Ansible: a machine without its collection cannot run the playbook."),
        ["var-naming"] = new(BestPractices, "Such a name cannot be used everywhere, or hides one of Ansible's own."),
        ["name"] = new(Standards, "Names are what people see of a run: in its output, its summary and its errors."),
        ["fqcn"] = new(Standards,
            "Without its collection's name, the module that runs depends on the installed collections."),
        ["jinja"] = new(Standards,
            "A template that is hard to read hides mistakes; an invalid one fails when it is reached."),
        ["key-order"] = new(Standards, "Keys in the usual order are easier to find: name first, a block's tasks last."),
        ["no-tabs"] = new(Standards, "Tabs look like spaces: a value may contain one by accident."),
        ["playbook-extension"] = new(Standards, "Tools find Ansible playbooks by their extension."),
        ["role-name"] = new(Standards, "A role with such a name cannot be published, or used from a collection."),
        ["schema"] = new(Standards,
            "A key is misspelt, misplaced or of the wrong type: Ansible may silently ignore it."),
        ["yaml"] = new(Standards, "With one form everywhere, differences show only real changes."),
        ["galaxy"] = new(Standards, "Without this metadata the collection cannot be published or upgraded."),
        ["warning"] = new(Standards, "Some of it was not checked, or will not be supported for long."),
    };

    private static readonly Dictionary<FindingGroup, string> Reasons = new()
    {
        [Idempotency] = "A second run may change something that the first had done already.",
        [ErrorHandling] = "A failure may be hidden or noticed late.",
        [Performance] = "A run takes longer than necessary.",
        [BestPractices] = "It is surprising or unsafe.",
        [Standards] = "It differs from the usual style of Ansible content.",
    };

    /// <summary>
    /// Finds a rule by its name. A rule that is not known is found by the categories that ansible-lint gives it.
    /// </summary>
    public static LintRule Find(string name, IReadOnlyCollection<string> categories)
    {
        string family = name.Split('[')[0];
        return Known.TryGetValue(family, out LintRule? rule) ? rule
            : family.StartsWith("meta-", StringComparison.Ordinal) ? new LintRule(Standards, "People find a role by its metadata: its purpose, its author and its platforms.")
            : Unknown(categories);
    }

    private static LintRule Unknown(IReadOnlyCollection<string> categories)
    {
        FindingGroup group = categories.Contains("idempotency") ? Idempotency
            : categories.Contains("core") || categories.Contains("unskippable") ? ErrorHandling
            : categories.Any(category => category is "unpredictability" or "risk" or "security" or "command-shell" or "idiom" or "deprecations") ? BestPractices
            : Standards;
        return new LintRule(group, Reasons[group]);
    }
}
