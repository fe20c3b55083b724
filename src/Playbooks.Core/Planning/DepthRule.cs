using Playbooks.Reading;

namespace Playbooks;

/// <summary>Checks that playbooks are not nested deeper below the root than the maximum.</summary>
internal static class DepthRule
{
    /// <summary>Reports each call that leads below the deepest level that is allowed.</summary>
    /// <param name="order">All nodes, each after the nodes that call it. The graph has no circle.</param>
    public static void Check(IReadOnlyList<NestNode> order, int maximum, DiagnosticBag diagnostics)
    {
        // The longest way from the root to each node: its length, and the node before it.
        Dictionary<NestNode, Way> longest = new() { [order[0]] = new(0, null) };
        foreach (NestNode node in order)
        {
            int depth = longest[node].Depth;
            foreach (NestCall call in node.Calls)
            {
                if (!longest.TryGetValue(call.Callee, out Way known) || known.Depth < depth + 1)
                {
                    longest[call.Callee] = new(depth + 1, node);
                }
            }
        }

        foreach (NestCall call in order.Where(node => longest[node].Depth == maximum).SelectMany(node => node.Calls))
        {
            List<NestNode> chain = [call.Callee];
            for (NestNode? node = call.Caller; node is not null; node = longest[node].Before)
            {
                chain.Insert(0, node);
            }

            diagnostics.Add(
                DiagnosticDescriptors.TooManyLevels,
                call.Location,
                $"Maximum nesting depth ({maximum}) exceeded: {NestChain.Write(chain)}");
        }
    }

    private readonly record struct Way(int Depth, NestNode? Before);
}
