using Playbooks.Reading;

namespace Playbooks;

/// <summary>Resolves and checks a whole nest of playbooks before anything runs.</summary>
internal sealed class PlaybookPlanner(
    IPlaybookSource library, StepRegistry registry, int maximumNestingDepth, bool strict, bool allowProcesses)
{
    /// <exception cref="VerificationLockException">The verification records cannot be read.</exception>
    public async Task<PlanningResult> PlanAsync(PlaybookPath path, CancellationToken cancellationToken)
    {
        NestGraph graph = await NestGraph.LoadAsync(library, path, cancellationToken).ConfigureAwait(false);
        VerificationLock records = await library.ReadLockAsync(cancellationToken).ConfigureAwait(false);
        DiagnosticBag diagnostics = new();
        ReportUnreadable(graph, diagnostics);
        VerifiedRule.Check(graph, records, strict, diagnostics);
        if (AcyclicRule.Check(graph, diagnostics))
        {
            DepthRule.Check(CallersFirst(graph), maximumNestingDepth, diagnostics);
        }

        SortedSet<string> credentials = new(StringComparer.Ordinal);
        List<PlannedPlaybook> playbooks = PlanAll(graph, records, diagnostics, credentials);
        return new PlanningResult
        {
            Plan = diagnostics.HasErrors ? null : new PlaybookPlan(playbooks[0], playbooks, credentials),
            Diagnostics = InOrder(graph, diagnostics),
        };
    }

    /// <summary>
    /// Reports the faults of the files themselves. A file that does not exist is reported at the steps that call it.
    /// </summary>
    private static void ReportUnreadable(NestGraph graph, DiagnosticBag diagnostics)
    {
        HashSet<NestNode> reported = [];
        foreach (NestCall call in graph.Calls)
        {
            if (call.Callee != graph.Root && call.Callee.File is { Sha256: "", Diagnostics: [Diagnostic reason] })
            {
                reported.Add(call.Callee);
                diagnostics.Add(reason with { Location = call.Location });
            }
        }

        foreach (NestNode node in graph.Nodes)
        {
            if (!reported.Contains(node))
            {
                diagnostics.AddRange(node.File.Diagnostics);
            }

            diagnostics.AddRange(node.Problems);
        }
    }

    private List<PlannedPlaybook> PlanAll(
        NestGraph graph, VerificationLock records, DiagnosticBag diagnostics, ISet<string> credentials)
    {
        Dictionary<NestNode, PlannedPlaybook> planned = [];
        foreach (NestNode node in graph.Nodes)
        {
            if (node.File.Playbook is Playbook playbook)
            {
                planned[node] = new PlannedPlaybook(node.File, playbook, records);
            }
        }

        StepPlanner steps = new(registry, diagnostics, credentials, allowProcesses);
        foreach ((NestNode node, PlannedPlaybook target) in planned)
        {
            steps.Plan(node, target, planned);
        }

        return [.. planned.Values];
    }

    /// <summary>All nodes of a graph without circles, each after the nodes that call it.</summary>
    private static List<NestNode> CallersFirst(NestGraph graph)
    {
        Dictionary<NestNode, int> waiting = graph.Nodes.ToDictionary(node => node, _ => 0);
        foreach (NestCall call in graph.Calls)
        {
            waiting[call.Callee]++;
        }

        List<NestNode> order = [graph.Root];
        for (int i = 0; i < order.Count; i++)
        {
            foreach (NestCall call in order[i].Calls)
            {
                if (--waiting[call.Callee] == 0)
                {
                    order.Add(call.Callee);
                }
            }
        }

        return order;
    }

    private static IReadOnlyList<Diagnostic> InOrder(NestGraph graph, DiagnosticBag diagnostics)
    {
        if (diagnostics.Items.Count < 2)
        {
            return diagnostics.Items;
        }

        Dictionary<string, int> files = graph.Nodes
            .Select((node, index) => (node.Path.Value, index))
            .ToDictionary(StringComparer.Ordinal);
        return (List<Diagnostic>)[.. diagnostics.Items
            .OrderBy(diagnostic => files.GetValueOrDefault(diagnostic.Location.File ?? "", int.MaxValue))
            .ThenBy(diagnostic => diagnostic.Location.Line)
            .ThenBy(diagnostic => diagnostic.Location.Column)];
    }
}
