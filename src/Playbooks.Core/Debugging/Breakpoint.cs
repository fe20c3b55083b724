namespace Playbooks.Debugging;

/// <summary>A place to stop before, as it was named: of the attempts and iterations above the step that it does not name, it means all.</summary>
internal sealed record Breakpoint(StepAddress Place)
{
    /// <exception cref="ArgumentException">That is no address, or one at which no step can be held up.</exception>
    public static Breakpoint Parse(string address)
        => !StepAddress.TryParse(address, out StepAddress? place)
            ? throw new ArgumentException($"'{address}' is not an address of a step; it looks like deploy/restart or deploy/restart#2[web-1]/wait", nameof(address))
            : place.Attempt > 1
                ? throw new ArgumentException($"'{address}' names an attempt: a step is held up before its first one only, so leave '#{place.Attempt}' out", nameof(address))
                : new Breakpoint(place);

    /// <summary>Whether it means that step. A loop is not each of its iterations.</summary>
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
