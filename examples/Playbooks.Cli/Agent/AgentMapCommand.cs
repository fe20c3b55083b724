using System.CommandLine;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;

namespace Playbooks.Cli;

/// <summary><c>playbooks agent map</c>: finds the Ansible playbook that an order means. Nothing runs.</summary>
internal static class AgentMapCommand
{
    private const string Description = """
        Shows the Ansible playbook that an order means, or the reason why none is selected. Nothing runs.
        The exit code is 1 when none is selected.

        Example:
          playbooks agent map "Deploy Kuma"
          playbooks agent map "Deploy Kuma" --extra-vars kuma_port --explain
        """;

    public static Command Create()
    {
        Argument<string> intent = new("INTENT") { Description = "The order, in English." };
        Option<string> repository = AgentCommand.Repository();
        Option<string[]> given = new("--extra-vars", "-e") { HelpName = "NAME", Description = "The name of a variable that the playbook would get. Repeat the option for more." };
        Option<bool> explain = new("--explain") { Description = "Also show the reading of the order and the results of every matcher." };
        Command command = new("map", Description) { intent, repository, given, explain, SharedOptions.JsonFirst() };
        AgentCommand.Bind(command, async (parsed, cancellationToken) =>
        {
            using AnsiblePlaybookCatalog catalog = new(parsed.GetRequiredValue(repository));
            AnsiblePlaybookListing listing = await catalog.GetAsync(cancellationToken: cancellationToken);
            string[] names = [.. (parsed.GetValue(given) ?? []).Select(text => text.Split('=')[0])];
            IntentMapping mapping = await new IntentMapper().MapAsync(parsed.GetRequiredValue(intent), listing.Playbooks, names, cancellationToken);
            Write(mapping, parsed.GetValue(explain), !SharedOptions.IsJson(parsed));
            return mapping.IsSelected ? ExitCodes.Success : ExitCodes.RunFailed;
        });
        return command;
    }

    private static void Write(IntentMapping mapping, bool explain, bool asText)
    {
        if (!asText)
        {
            JsonOutput.Write((explain ? mapping : mapping with { Explanation = new IntentExplanation() }).ToJson());
            return;
        }

        string answer = mapping.Playbook is { } playbook ? $"{playbook.Path} ({mapping.Confidence:0.00}, {mapping.Method.ToString().ToLowerInvariant()})" : mapping.Suggestion;
        Console.Out.Write($"{PrintableText.Line(answer)}\n");
        foreach (IntentAlternative alternative in mapping.Alternatives)
        {
            Console.Out.Write($"  {PrintableText.Line($"{alternative.Playbook} ({alternative.Score:0.00})")}\n");
        }

        if (explain)
        {
            Console.Out.Write(PrintableText.Lines(mapping.Explanation.ToText()));
        }
    }
}
