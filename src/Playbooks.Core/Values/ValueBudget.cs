using System.Runtime.InteropServices;

namespace Playbooks.Values;

/// <summary>Counts the levels and values of a value while it is walked, so that every walk ends.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ValueBudget
{
    private readonly int _mostDepth;
    private readonly long _mostValues;
    private int _depth;
    private long _values;

    private ValueBudget(int mostDepth, long mostValues) => (_mostDepth, _mostValues) = (mostDepth, mostValues);

    /// <summary>The budget for a value that enters a run.</summary>
    public static ValueBudget ForEntry => new(ValueBounds.MaximumDepth, ValueBounds.MaximumValues);

    /// <summary>
    /// The budget for a value that a run shows: the output of a loop holds the outputs of all its iterations.
    /// </summary>
    public static ValueBudget ForShow => new(2 * ValueBounds.MaximumDepth, 100L * ValueBounds.MaximumValues);

    /// <summary>Enters a map or a list with that many values.</summary>
    /// <exception cref="TemplateException">It is nested too deeply, or there are too many values.</exception>
    public void Enter(int count)
    {
        if (++_depth > _mostDepth)
        {
            throw new TemplateException($"A value is nested more than {_mostDepth} levels deep");
        }

        _values += count;
        if (_values > _mostValues)
        {
            throw new TemplateException($"A value holds more than {_mostValues:N0} values");
        }
    }

    /// <summary>Leaves the map or list that was entered last.</summary>
    public void Leave() => _depth--;
}
