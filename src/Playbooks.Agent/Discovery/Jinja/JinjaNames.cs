namespace Playbooks.Agent.Discovery.Jinja;

/// <summary>The variables that texts speak of.</summary>
internal sealed class JinjaNames
{
    /// <summary>Used so that there must be a value.</summary>
    public HashSet<string> Uses { get; } = new(StringComparer.Ordinal);

    /// <summary>Asked whether there is a value: <c>x is defined</c>.</summary>
    public HashSet<string> Defined { get; } = new(StringComparer.Ordinal);

    /// <summary>Asked whether there is none: <c>x is not defined</c>.</summary>
    public HashSet<string> Undefined { get; } = new(StringComparer.Ordinal);

    /// <summary>Used with something to fall back on: <c>x | default('')</c>.</summary>
    public HashSet<string> Defaulted { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that a template includes or imports by a literal name.</summary>
    public List<string> Includes { get; } = [];

    /// <summary>Those that a condition takes care of: whatever it guards is not reached without them.</summary>
    public IEnumerable<string> Guarded => Defined.Concat(Undefined).Concat(Defaulted);
}
