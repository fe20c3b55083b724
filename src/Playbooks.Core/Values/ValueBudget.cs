using System.Runtime.InteropServices;

namespace Playbooks.Values;

/// <summary>Counts while a value is walked, so that every walk has an end.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ValueBudget
{
    private readonly int _mostDepth;
    private readonly long _mostValues;
    private int _depth;
    private long _values;

    private ValueBudget(int mostDepth, long mostValues) => (_mostDepth, _mostValues) = (mostDepth, mostValues);

    /// <summary>For a value that enters a run.</summary>
    public static ValueBudget ForEntry => new(ValueBounds.MaximumDepth, ValueBounds.MaximumValues);

    /// <summary>For what a run shows: a loop holds the outputs of all its iterations, each of which has entered.</summary>
    public static ValueBudget ForShow => new(2 * ValueBounds.MaximumDepth, 100L * ValueBounds.MaximumValues);

    /// <summary>Goes into a map or a list of so many values.</summary>
    /// <exception cref="TemplateException">It is too deep, or there are too many.</exception>
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

    /// <summary>Comes out of it again.</summary>
    public void Leave() => _depth--;
}
