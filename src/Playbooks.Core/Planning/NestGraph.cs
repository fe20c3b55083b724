namespace Playbooks;

/// <summary>All playbooks that a root reaches, each loaded once, and who calls whom. Immutable once it is loaded.</summary>
internal sealed class NestGraph
{
    private readonly Dictionary<PlaybookPath, NestNode> _nodes = [];

    private NestGraph(NestNode root) => Root = root;

    public NestNode Root { get; }

    /// <summary>The root first, then in the order in which they were found.</summary>
    public IReadOnlyCollection<NestNode> Nodes => _nodes.Values;

    /// <summary>Loads the root and all that it reaches. It ends for any library, since no file is loaded twice.</summary>
    public static async Task<NestGraph> LoadAsync(PlaybookLibrary library, PlaybookPath root, CancellationToken cancellationToken)
    {
        NestGraph graph = new(new NestNode(await library.LoadAsync(root, cancellationToken).ConfigureAwait(false)));
        graph._nodes.Add(root, graph.Root);
        Queue<NestNode> unread = new([graph.Root]);
        while (unread.TryDequeue(out NestNode? node))
        {
            foreach (PlaybookStep step in node.File.Playbook?.Steps ?? [])
            {
                if (step.Type != NestedPlaybook.Type)
                {
                    continue;
                }

                NestedPath nested = NestedPath.Of(step);
                if (nested.Path is null)
                {
                    node.AddProblem(nested.Problem!);
                    continue;
                }

                if (!graph._nodes.TryGetValue(nested.Path, out NestNode? child))
                {
                    child = new NestNode(await library.LoadAsync(nested.Path, cancellationToken).ConfigureAwait(false));
                    graph._nodes.Add(nested.Path, child);
                    unread.Enqueue(child);
                }

                node.AddCall(new NestCall(node, step, nested.Location, child));
            }
        }

        return graph;
    }
}
