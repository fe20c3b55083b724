namespace Playbooks.Diagnostics;

/// <summary>
/// Collects the faults of one part's options. Each fault is a sentence that begins with the option's name.
/// </summary>
/// <remarks>
/// Each options class checks itself in <c>FindFaults</c>. The part's constructor and the host's validation both call
/// it.
/// </remarks>
/// <example>
/// <code>
/// public IReadOnlyList&lt;string&gt; FindFaults()
///     =&gt; new OptionFaults().Range(nameof(Workers), Workers, 1, 1000).Found;
/// </code>
/// </example>
public sealed class OptionFaults
{
    private readonly List<string> _found = [];

    /// <summary>The faults, in the order of the checks; empty when there is none.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>Checks that a number lies within its bounds.</summary>
    public OptionFaults Range(string name, long value, long least, long most)
        => value >= least && value <= most ? this : AddText(name, $" is {value}; it must be from {least} to {most}");

    /// <summary>Checks that a number lies within its bounds.</summary>
    public OptionFaults Range(string name, double value, double least, double most)
        => value >= least && value <= most ? this : AddText(name, $" is {value}; it must be from {least} to {most}");

    /// <summary>Checks that a time lies within its bounds.</summary>
    public OptionFaults Range(string name, TimeSpan value, TimeSpan least, TimeSpan most)
        => value >= least && value <= most ? this
            : Add(name, $" is {value}; it must be from {(least == TimeSpan.Zero ? "0" : least.ToString())} to {most}");

    /// <summary>Checks that a time is more than zero and no longer than its bound.</summary>
    public OptionFaults MoreThanZero(string name, TimeSpan value, TimeSpan most)
        => value > TimeSpan.Zero && value <= most ? this
            : Add(name, $" is {value}; it must be more than zero and at most {most}");

    /// <summary>Checks that a number is not below its bound.</summary>
    public OptionFaults AtLeast(string name, long value, long least)
        => value >= least ? this : AddText(name, $" is {value}; it must be {least} or more");

    /// <summary>Checks that a value is one of the members of its enum.</summary>
    public OptionFaults Choice<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum
        => Enum.IsDefined(value)
            ? this
            : Add(name, $" is {value}; it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    /// <summary>Checks that a text is not empty.</summary>
    /// <param name="name">The option.</param>
    /// <param name="value">Its text.</param>
    /// <param name="remedy">The words after "is empty; ".</param>
    public OptionFaults NotEmpty(string name, string? value, string remedy)
        => string.IsNullOrWhiteSpace(value) ? Add(name, $" is empty; {remedy}") : this;

    /// <summary>Checks that a value is not null: nullable annotations do not stop every caller.</summary>
    public OptionFaults NotNull(string name, object? value)
        => value is null ? Add(name, " is null; leave the default, or give a value") : this;

    /// <summary>Adds a fault of another kind.</summary>
    /// <param name="name">The option.</param>
    /// <param name="words">The text after the option's name, with its leading space or colon.</param>
    public OptionFaults Add(string name, string words)
    {
        _found.Add(name + words);
        return this;
    }

    /// <summary>Refuses options that have faults.</summary>
    /// <exception cref="ArgumentException">There are faults; the message names every one of them.</exception>
    public static void ThrowIfAny(IReadOnlyList<string> faults, string parameter)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults), parameter);
        }
    }

    private OptionFaults AddText(string name, FormattableString words) => Add(name, FormattableString.Invariant(words));
}
