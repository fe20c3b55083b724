using System.CommandLine;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary><c>playbooks plan</c>: shows the steps that would run.</summary>
internal static class PlanCommand
{
    public const string Name = "plan";

    private const string Description = """
        Shows the steps that a playbook would run, with those of nested playbooks, without running anything.

        Example:
          playbooks plan site_setup.yaml
          playbooks plan site_setup.yaml --format mermaid
          playbooks plan site_setup.yaml --ansible
        """;

    public static Command Create(SharedOptions shared)
    {
        Argument<string> playbook = SharedOptions.Playbook();
        Option<bool> ansible = new("--ansible") { Description = "Also ask Ansible for the hosts and tasks of every 'ansible.run' step. No task runs, and Ansible connects to no host." };
        Command command = new(Name, Description) { playbook, ansible };
        Session.BindPlanning(command, shared, (session, parsed, cancellationToken) => PlanAsync(session, parsed.GetRequiredValue(playbook), SharedOptions.IsMermaid(parsed), parsed.GetValue(ansible), cancellationToken), SharedOptions.TextOrDrawing());
        return command;
    }

    private static async Task<int> PlanAsync(Session session, string argument, bool draw, bool askAnsible, CancellationToken cancellationToken)
    {
        PlaybookPlan plan = await session.PlanAsync(argument, cancellationToken);
        IReadOnlyList<AnsibleStepPreview>? previews = askAnsible
            ? await new AnsibleRunStep().PreviewAsync(plan, session.Folder.Library.RootDirectory, cancellationToken)
            : null;
        if (session.IsJson)
        {
            JsonOutput.Write(writer =>
            {
                plan.WriteJson(writer);
                if (previews is not null)
                {
                    JsonOutput.WriteArray(writer, "ansible", previews, static (writer, preview) => preview.WriteJson(writer));
                }
            });
        }
        else
        {
            await Console.Out.WriteAsync(PrintableText.Lines(draw ? plan.ToMermaid() : plan.ToString()));
            WriteText(previews ?? []);
        }

        return ExitCodes.Success;
    }

    private static void WriteText(IReadOnlyList<AnsibleStepPreview> previews)
    {
        foreach (AnsibleStepPreview preview in previews)
        {
            string end = preview.Error is string error ? $": {error}" : preview.Plays is null ? ": known only when it runs" : "";
            Console.Out.Write($"\nAnsible, {PrintableText.Line(preview.Address + end)}\n");
            AnsibleListCommand.WriteText(Console.Out, preview.Plays ?? [], "  ");
        }
    }
}
