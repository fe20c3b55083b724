using Playbooks.Reading;

namespace Playbooks;

/// <summary>Checks that no playbook calls itself, directly or through others.</summary>
internal static class AcyclicRule
{
    /// <summary>Reports each call that closes a circle; true when there is none.</summary>
    public static bool Check(NestGraph graph, DiagnosticBag diagnostics)
    {
        bool acyclic = true;
        HashSet<NestNode> finished = [];
        // The nodes from the root to here, each with the number of its calls that were followed. This is recursion
        // without the call stack.
        List<Visit> way = [new(graph.Root, 0)];
        HashSet<NestNode> onWay = [graph.Root];
        while (way.Count > 0)
        {
            (NestNode node, int next) = way[^1];
            if (next == node.Calls.Count)
            {
                way.RemoveAt(way.Count - 1);
                onWay.Remove(node);
                finished.Add(node);
                continue;
            }

            way[^1] = new(node, next + 1);
            NestCall call = node.Calls[next];
            if (onWay.Contains(call.Callee))
            {
                acyclic = false;
                Report(call, way, diagnostics);
            }
            else if (!finished.Contains(call.Callee))
            {
                way.Add(new(call.Callee, 0));
                onWay.Add(call.Callee);
            }
        }

        return acyclic;
    }

    private static void Report(NestCall call, List<Visit> way, DiagnosticBag diagnostics)
    {
        IEnumerable<NestNode> circle = way
            .Select(item => item.Node)
            .SkipWhile(node => node != call.Callee)
            .Append(call.Callee);
        diagnostics.Add(
            DiagnosticDescriptors.Circular,
            call.Location,
            $"Circular dependency detected: {NestChain.Write(circle)}");
    }

    private readonly record struct Visit(NestNode Node, int NextCall);
}
