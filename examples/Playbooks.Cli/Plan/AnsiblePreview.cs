using System.Text.Json;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary>What Ansible says of a step of a plan before it runs.</summary>
/// <param name="Address">The step's address.</param>
/// <param name="Plays">Its plays; null when that is known only when it runs, or when there is an error.</param>
/// <param name="Error">Why Ansible cannot say; null when it can.</param>
internal sealed record AnsiblePreview(string Address, IReadOnlyList<AnsiblePlay>? Plays, string? Error)
{
    /// <summary>Asks Ansible about every Ansible step of a plan, one after the other.</summary>
    public static async Task<IReadOnlyList<AnsiblePreview>> OfAsync(PlaybookPlan plan, string rootDirectory, CancellationToken cancellationToken)
    {
        AnsibleRunStep type = new();
        List<AnsiblePreview> previews = [];
        foreach ((string address, PlannedStep step) in Steps(plan.Root, "").Where(step => step.Step.Step.Type == type.Definition.Type))
        {
            try
            {
                previews.Add(new AnsiblePreview(address, await type.PreviewAsync(step, rootDirectory, cancellationToken), null));
            }
            catch (AnsibleException exception)
            {
                previews.Add(new AnsiblePreview(address, null, exception.Message));
            }
        }

        return previews;
    }

    public static void WriteText(TextWriter output, IReadOnlyList<AnsiblePreview> previews)
    {
        foreach (AnsiblePreview preview in previews)
        {
            string what = preview.Error is string error ? $": {error}" : preview.Plays is null ? ": known only when it runs" : "";
            output.Write($"\nAnsible, {PrintableText.Line(preview.Address + what)}\n");
            AnsibleListCommand.WriteText(output, preview.Plays ?? [], "  ");
        }
    }

    public static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<AnsiblePreview>? previews)
    {
        if (previews is null)
        {
            return;
        }

        JsonOutput.WriteArray(writer, "ansible", previews, static (writer, preview) =>
        {
            writer.WriteString("address", preview.Address);
            writer.WriteString("error", preview.Error);
            if (preview.Plays is not null)
            {
                AnsibleListCommand.WriteJson(writer, preview.Plays);
            }
        });
    }

    private static IEnumerable<(string Address, PlannedStep Step)> Steps(PlannedPlaybook playbook, string prefix)
    {
        foreach (PlannedStep step in playbook.Steps.Concat(playbook.Finally))
        {
            string address = prefix + step.Step.Id;
            yield return (address, step);
            foreach ((string, PlannedStep) nested in step.Nested is null ? [] : Steps(step.Nested, $"{address}/"))
            {
                yield return nested;
            }
        }
    }
}
