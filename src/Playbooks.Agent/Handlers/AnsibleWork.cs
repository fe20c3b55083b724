using System.Text.Json.Nodes;
using Playbooks.Ansible;

namespace Playbooks.Agent;

/// <summary>
/// The common part of the work types that run an Ansible playbook: their parameters, and the outcome of a summary.
/// </summary>
internal static class AnsibleWork
{
    /// <summary>
    /// The names of the common parameters. Those that select the Ansible playbook are not among them.
    /// </summary>
    public static readonly IReadOnlyList<string> ParameterNames =
    [
        "extravars", "inventory", "timeout_seconds", "limit", "tags", "skip_tags", "check", "diff", "forks", "analyze_on_failure",
    ];

    /// <summary>Makes the request to the executor.</summary>
    /// <exception cref="WorkRequestException">A parameter is wrong or out of bounds.</exception>
    public static AnsibleRequest Request(WorkParameters parameters, string repository, string playbook, string field, WorkBounds bounds)
    {
        IReadOnlyDictionary<string, object?> extraVars = parameters.GetMap("extravars");
        ExtraVarsCheck.ThrowIfOutOfBounds(extraVars, bounds);
        return new AnsibleRequest
        {
            Playbook = RepositoryPath.Resolve(repository, playbook, field),
            ExtraVars = extraVars,
            Inventory = Inventory(parameters, repository, bounds),
            Limit = Limit(parameters),
            Tags = parameters.GetTexts("tags"),
            SkipTags = parameters.GetTexts("skip_tags"),
            Check = parameters.GetBoolean("check"),
            Diff = parameters.GetBoolean("diff"),
            Forks = parameters.GetInteger("forks", 1, bounds.MaximumForks),
            Timeout = parameters.GetSeconds("timeout_seconds", bounds.MaximumTimeout) ?? AnsibleRequest.DefaultTimeout,
        };
    }

    /// <summary>Runs the playbook. Errors have the wording of the specification.</summary>
    /// <param name="executor">The executor of the repository.</param>
    /// <param name="request">The request that <see cref="Request"/> made.</param>
    /// <param name="playbook">The playbook as the work request names it.</param>
    public static async Task<WorkOutcome> RunAsync(AnsibleExecutor executor, AnsibleRequest request, string playbook, CancellationToken cancellationToken)
    {
        try
        {
            return OutcomeOf(await executor.ExecuteAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (AnsiblePlaybookNotFoundException)
        {
            return WorkOutcome.Failed($"Playbook not found: {playbook}");
        }
        catch (AnsibleInventoryNotFoundException exception)
        {
            return WorkOutcome.Failed(exception.Message);
        }
        catch (AnsibleTimeoutException exception)
        {
            return OutcomeOf(exception.Summary) with { ErrorMessage = "Playbook execution timed out" };
        }
        catch (AnsibleCanceledException exception)
        {
            return OutcomeOf(exception.Summary) with { Status = WorkStatus.Cancelled, ErrorMessage = "Playbook execution was cancelled" };
        }
    }

    /// <summary>Adds a field to the output, which is an object.</summary>
    public static WorkOutcome With(this WorkOutcome outcome, string field, JsonNode? value)
    {
        JsonObject output = outcome.Output?.AsObject() ?? [];
        output[field] = value;
        return outcome with { Output = output };
    }

    private static WorkOutcome OutcomeOf(ExecutionSummary summary) => new()
    {
        Status = summary.IsSuccessful ? WorkStatus.Completed : WorkStatus.Failed,
        ExitCode = summary.ExitCode,
        Output = summary.ToJsonNode(),
        ErrorMessage = summary.IsSuccessful ? null
            : summary.KeyErrors.Count > 0 ? string.Join("; ", summary.KeyErrors)
            : $"Ansible ended with {(summary.ExitCode is { } code ? $"exit code {code}" : "no exit code")} and named no error: look at the kept output.",
        ResourcesUsed = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["changed_count"] = summary.ChangedCount,
            ["hosts"] = (long)summary.HostsSummary.Count,
        },
    };

    private static string Inventory(WorkParameters parameters, string repository, WorkBounds bounds)
    {
        string? inventory = parameters.GetTextOrDefault("inventory");
        if (string.IsNullOrEmpty(inventory) || inventory == AnsibleRequest.DefaultInventory)
        {
            return AnsibleRequest.DefaultInventory;
        }

        // The same test as Ansible's: an inventory with a comma is a list of hosts.
        if (inventory.Contains(',', StringComparison.Ordinal))
        {
            return bounds.AllowInventoryHosts ? inventory : throw new WorkRequestException(
                "parameters.inventory",
                "parameters.inventory is a list of hosts, which would take the work anywhere: give a file or a folder of the repository, or allow lists with AllowInventoryHosts.");
        }

        string path = RepositoryPath.Resolve(repository, inventory, "inventory");
        if (InventoryFiles.FindLinkOut(repository, path) is { } link)
        {
            throw new WorkRequestException(
                "parameters.inventory",
                $"parameters.inventory must stay inside the repository: '{Path.GetRelativePath(repository, link)}' is a link that leads out of it.");
        }

        return bounds.AllowInventoryPrograms || InventoryFiles.FindProgram(path) is not { } program ? path : throw new WorkRequestException(
            "parameters.inventory",
            $"parameters.inventory names a program that Ansible would run: '{Path.GetRelativePath(repository, program)}'; remove its execute permission if it is data, or allow programs with AllowInventoryPrograms.");
    }

    private static string? Limit(WorkParameters parameters)
    {
        string? limit = parameters.GetTextOrDefault("limit");
        if (limit is not null && string.IsNullOrWhiteSpace(limit))
        {
            // Ansible takes an empty limit for no limit, which is hardly what the sender meant.
            throw new WorkRequestException("parameters.limit", "parameters.limit is empty, which would be every host: leave it out if that is meant.");
        }

        // Ansible reads a limit that begins with @ from a file, which could be any file.
        return limit?.Contains('@', StringComparison.Ordinal) != true ? limit
            : throw new WorkRequestException("parameters.limit", "parameters.limit must name hosts or groups, not a file with '@'.");
    }
}
