using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks plan</c>: shows what would run.</summary>
internal static class PlanCommand
{
    private const string Description = """
        Shows what a playbook would run, every nested playbook included, without running anything.

        Example:
          playbooks plan site_setup.yaml
        """;

    public static Command Create(SharedOptions shared)
    {
        Argument<string> playbook = SharedOptions.Playbook();
        Command command = new("plan", Description) { playbook };
        Session.Bind(command, shared, (session, parsed, cancellationToken) => PlanAsync(session, parsed.GetRequiredValue(playbook), cancellationToken));
        return command;
    }

    private static async Task<int> PlanAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        PlaybookPlan plan = await session.PlanAsync(argument, cancellationToken);
        if (session.IsJson)
        {
            JsonOutput.Write(writer => PlanJson.Write(writer, plan));
        }
        else
        {
            await Console.Out.WriteAsync(PrintableText.Lines(plan.ToString()));
        }

        return ExitCodes.Success;
    }
}
