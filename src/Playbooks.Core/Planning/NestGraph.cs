namespace Playbooks;

/// <summary>
/// All playbooks that a root reaches, each loaded once, and their calls. Immutable once it is loaded.
/// </summary>
internal sealed class NestGraph
{
    private readonly Dictionary<PlaybookPath, NestNode> _nodes = [];
    private readonly List<NestCall> _calls = [];

    private NestGraph(NestNode root) => Root = root;

    public NestNode Root { get; }

    /// <summary>The nodes: the root first, the others in the order in which they were found.</summary>
    public IReadOnlyCollection<NestNode> Nodes => _nodes.Values;

    /// <summary>Every call, in the order of the nodes that make them.</summary>
    public IReadOnlyList<NestCall> Calls => _calls;

    /// <summary>
    /// Loads the root and every playbook that it reaches, level by level. It ends for any library, since no file is
    /// loaded twice.
    /// </summary>
    public static async Task<NestGraph> LoadAsync(
        IPlaybookSource library, PlaybookPath root, CancellationToken cancellationToken)
    {
        NestGraph graph = new(new NestNode(await library.LoadAsync(root, cancellationToken).ConfigureAwait(false)));
        graph._nodes.Add(root, graph.Root);
        NestNode[] level = [graph.Root];
        while (FindCalls(level) is { Count: > 0 } calls)
        {
            PlaybookPath[] unread =
            [
                .. calls.Select(call => call.Nested.Path!).Distinct().Where(path => !graph._nodes.ContainsKey(path)),
            ];
            level = await LoadAllAsync(library, unread, cancellationToken).ConfigureAwait(false);
            foreach (NestNode node in level)
            {
                graph._nodes.Add(node.Path, node);
            }

            foreach ((NestNode caller, PlaybookStep step, NestedPath nested) in calls)
            {
                NestCall call = new(caller, step, nested.Location, graph._nodes[nested.Path!]);
                caller.AddCall(call);
                graph._calls.Add(call);
            }
        }

        return graph;
    }

    /// <summary>The calls of these playbooks, in order. An invalid path becomes a problem of its caller.</summary>
    private static List<FoundCall> FindCalls(NestNode[] callers)
    {
        List<FoundCall> calls = [];
        foreach (NestNode caller in callers)
        {
            foreach (PlaybookStep step in AllSteps(caller.File.Playbook)
                .Where(step => step.Type == NestedPlaybook.Type))
            {
                NestedPath nested = NestedPath.Of(step);
                if (nested.Path is null)
                {
                    caller.AddProblem(nested.Problem!);
                }
                else
                {
                    calls.Add(new(caller, step, nested));
                }
            }
        }

        return calls;
    }

    private static async Task<NestNode[]> LoadAllAsync(
        IPlaybookSource library, PlaybookPath[] paths, CancellationToken cancellationToken) => paths.Length switch
        {
            0 => [],
            // For one file, starting threads costs more than reading it.
            1 => [new NestNode(await library.LoadAsync(paths[0], cancellationToken).ConfigureAwait(false))],
            _ => await LoadSideBySideAsync(library, paths, cancellationToken).ConfigureAwait(false),
        };

    /// <summary>Loads on as many threads as there are processors: most of planning is reading.</summary>
    private static async Task<NestNode[]> LoadSideBySideAsync(
        IPlaybookSource library, PlaybookPath[] paths, CancellationToken cancellationToken)
    {
        NestNode[] nodes = new NestNode[paths.Length];
        ParallelOptions options = new()
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, paths.Length),
            options,
            async (index, token)
                => nodes[index] = new NestNode(await library.LoadAsync(paths[index], token).ConfigureAwait(false)))
            .ConfigureAwait(false);
        return nodes;
    }

    /// <summary>The steps, the steps that undo them, and the steps under <c>finally</c>.</summary>
    private static IEnumerable<PlaybookStep> AllSteps(Playbook? playbook)
        => playbook is null ? [] : WithRollback(playbook.Steps.Concat(playbook.Finally));

    private static IEnumerable<PlaybookStep> WithRollback(IEnumerable<PlaybookStep> steps)
        => steps.SelectMany(step => WithRollback(step.Rollback).Prepend(step));

    private sealed record FoundCall(NestNode Caller, PlaybookStep Step, NestedPath Nested);
}
