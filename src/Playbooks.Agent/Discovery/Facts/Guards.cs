namespace Playbooks.Agent.Discovery.Facts;

/// <summary>The variables that the conditions around a place take care of.</summary>
internal sealed class Guards(Guards? outer, IEnumerable<string> names)
{
    private readonly HashSet<string> _names = names.ToHashSet(StringComparer.Ordinal);

    public static Guards None { get; } = new(null, []);

    public bool Has(string name)
    {
        for (Guards? guards = this; guards is not null; guards = guards.Outer)
        {
            if (guards._names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    private Guards? Outer { get; } = outer;
}
