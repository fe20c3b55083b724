using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks plan</c>: shows what would run.</summary>
internal static class PlanCommand
{
    public const string Name = "plan";

    private const string Description = """
        Shows what a playbook would run, every nested playbook included, without running anything.

        Example:
          playbooks plan site_setup.yaml
          playbooks plan site_setup.yaml --format mermaid
        """;

    public static Command Create(SharedOptions shared)
    {
        Argument<string> playbook = SharedOptions.Playbook();
        Command command = new(Name, Description) { playbook };
        Session.Bind(command, shared, (session, parsed, cancellationToken) => PlanAsync(session, parsed.GetRequiredValue(playbook), shared.IsMermaid(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> PlanAsync(Session session, string argument, bool draw, CancellationToken cancellationToken)
    {
        PlaybookPlan plan = await session.PlanAsync(argument, cancellationToken);
        if (session.IsJson)
        {
            JsonOutput.Write(writer => PlanJson.Write(writer, plan));
        }
        else
        {
            await Console.Out.WriteAsync(PrintableText.Lines(draw ? plan.ToMermaid() : plan.ToString()));
        }

        return ExitCodes.Success;
    }
}
