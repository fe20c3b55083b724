using Spectre.Console;
using Spectre.Console.Rendering;

namespace Playbooks.Cli;

/// <summary>Draws a <see cref="RunTree"/>.</summary>
internal sealed class RunTreeDrawing(bool unicode)
{
    private const int LongestRemark = 200;

    private readonly string[] _spinner = unicode ? ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] : ["-", "\\", "|", "/"];

    public IRenderable Draw(RunTree tree, DateTimeOffset now)
    {
        Tree drawn = new($"[bold]{Escaped(tree.Title)}[/]") { Guide = unicode ? TreeGuide.Line : TreeGuide.Ascii };
        tree.Read(roots => Add(drawn, roots, now));
        return tree.Notice is string notice ? new Rows(drawn, new Markup($"[yellow]{Escaped(notice)}[/]")) : drawn;
    }

    private void Add(IHasTreeNodes parent, IReadOnlyList<RunTreeNode> nodes, DateTimeOffset now)
    {
        foreach (RunTreeNode node in nodes)
        {
            Add(parent.AddNode(Line(node, now)), node.Children, now);
        }
    }

    private string Line(RunTreeNode node, DateTimeOffset now)
    {
        string name = Escaped(node.Name);
        return node.Status switch
        {
            StepStatus.Running => $"[yellow]{Spin(now)}[/] {name} {Time(now - node.StartedAt ?? TimeSpan.Zero)}{Remark(node, "grey")}",
            StepStatus.Completed => $"[green]{(unicode ? "✔" : "ok")}[/] {name} {Time(node.Duration)}",
            StepStatus.Failed => $"[red]{(unicode ? "✖" : "failed")}[/] {name} {Time(node.Duration)}{Remark(node, "red")}",
            StepStatus.Cancelled => $"[red]{(unicode ? "■" : "stopped")}[/] {name} {Time(node.Duration)}",
            StepStatus.Skipped => $"[grey]{(unicode ? "↷" : "skipped")} {name} (skipped)[/]",
            _ => $"[grey]{(unicode ? "○" : ".")} {name}[/]",
        };
    }

    private string Spin(DateTimeOffset now) => _spinner[now.ToUnixTimeMilliseconds() / 100 % _spinner.Length];

    private static string Time(TimeSpan time) => $"[grey]{Elapsed.Text(time < TimeSpan.Zero ? TimeSpan.Zero : time)}[/]";

    private static string Remark(RunTreeNode node, string color)
        => node.Remark is not { Length: > 0 } remark ? ""
            : $" [{color}]{Escaped(remark.Length > LongestRemark ? remark[..LongestRemark] + "…" : remark)}[/]";

    private static string Escaped(string text) => Markup.Escape(PrintableText.Line(text));
}
