using System.Text;

namespace Playbooks;

/// <summary>
/// Draws a plan as a Mermaid flowchart: steps in order, nested playbooks as boxes around their steps.
/// </summary>
internal sealed class PlanMermaid
{
    private readonly StringBuilder _text = new("flowchart TD\n");
    private int _nodes;

    private PlanMermaid()
    {
    }

    public static string Write(PlaybookPlan plan)
    {
        PlanMermaid diagram = new();
        diagram.WriteSteps(plan.Root, indent: 2);
        return diagram._text.ToString();
    }

    private void WriteSteps(PlannedPlaybook playbook, int indent)
    {
        string? before = null;
        foreach (PlannedStep step in playbook.Steps.Concat(playbook.Finally))
        {
            string node = $"n{_nodes++}";
            if (step.Nested is PlannedPlaybook nested)
            {
                Line(indent, $"subgraph {node}[\"{Label(step, nested.Path)}\"]");
                Line(indent + 2, "direction TB");
                WriteSteps(nested, indent + 2);
                Line(indent, "end");
            }
            else
            {
                Line(indent, $"{node}[\"{Label(step, step.Step.Type)}\"]");
            }

            if (before is not null)
            {
                Line(indent, $"{before} {(playbook.Finally.Contains(step) ? "-. finally .->" : "-->")} {node}");
            }

            before = node;
        }
    }

    private static string Label(PlannedStep step, string target)
    {
        string loop = step.Step.ForEach is null ? "" : ", for each";
        string condition = step.Step.When is null ? "" : $"<br/>when {Escape(step.Step.When.Text)}";
        return $"{Escape(step.Step.Name)}<br/>{Escape(target)} [{PlanText.Effect(step.Effect)}{loop}]{condition}";
    }

    /// <summary>Escapes text for Mermaid, so that a name cannot end its label.</summary>
    private static string Escape(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");

    private void Line(int indent, string line) => _text.Append(' ', indent).Append(line).Append('\n');
}
