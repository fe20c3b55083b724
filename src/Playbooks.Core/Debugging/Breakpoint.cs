namespace Playbooks.Debugging;

/// <summary>
/// A place to stop before. Attempts and iterations above the step that the address does not name match all.
/// </summary>
internal sealed record Breakpoint(StepAddress Place)
{
    /// <exception cref="ArgumentException">The text is not an address, or names an attempt of the step
    /// itself.</exception>
    public static Breakpoint Parse(string address)
        => !StepAddress.TryParse(address, out StepAddress? place)
            ? throw new ArgumentException(
                $"'{address}' is not an address of a step; "
                + "it looks like deploy/restart or deploy/restart#2[web-1]/wait",
                nameof(address))
            : place.Attempt > 1
                ? throw new ArgumentException(
                    $"'{address}' names an attempt: a step is held up before its first one only, "
                    + $"so leave '#{place.Attempt}' out",
                    nameof(address))
                : new Breakpoint(place);

    /// <summary>
    /// Tells if the breakpoint matches a step. The breakpoint of a loop does not match its iterations.
    /// </summary>
    public bool Means(StepAddress address)
    {
        if (Place.Key is null != address.Key is null)
        {
            return false;
        }

        StepAddress? named = Place;
        StepAddress? actual = address;
        while (named is not null && actual is not null && MeansPart(named, actual))
        {
            (named, actual) = (named.Parent, actual.Parent);
        }

        return named is null && actual is null;
    }

    /// <inheritdoc/>
    public override string ToString() => Place.ToString();

    private static bool MeansPart(StepAddress named, StepAddress actual)
        => named.StepId == actual.StepId && named.IsRollback == actual.IsRollback
            && (named.Key is null || named.Key == actual.Key)
            && (named.Attempt == 1 || named.Attempt == actual.Attempt);
}
