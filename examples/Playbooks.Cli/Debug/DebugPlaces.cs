namespace Playbooks.Cli;

/// <summary>Where a stop is.</summary>
internal static class DebugPlaces
{
    private const int Neighbours = 5;

    /// <summary>From the step outwards.</summary>
    public static IEnumerable<string> Backtrace(PlanPlace place)
    {
        int number = 0;
        for (PlanPlace? above = place; above is not null; above = above.Caller)
        {
            yield return $"#{number++} {above}, {above.Playbook.Path}:{above.Step.Step.Location.Line}";
        }
    }

    /// <summary>The steps of the same playbook, an arrow before the one that is about to run.</summary>
    public static IEnumerable<string> Around(PlanPlace place, DebugBreakpoints breakpoints)
    {
        int current = place.Siblings.ToList().IndexOf(place.Step);
        for (int i = Math.Max(0, current - Neighbours); i < Math.Min(place.Siblings.Count, current + Neighbours + 1); i++)
        {
            PlannedStep step = place.Siblings[i];
            string address = i == current ? place.Address.ToString() : place.AddressOf(step);
            bool stops = StepAddress.TryParse(address, out StepAddress? parsed) && breakpoints.IsAt(parsed);
            yield return $"{(i == current ? "=>" : "  ")} {(stops ? "*" : " ")} {address}: {step.Step.Name} ({step.Step.Type})";
        }
    }
}
