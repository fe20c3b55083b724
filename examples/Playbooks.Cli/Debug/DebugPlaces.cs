namespace Playbooks.Cli;

/// <summary>Shows the place of a stop.</summary>
internal static class DebugPlaces
{
    private const int Neighbours = 5;

    /// <summary>Lists the steps from the stopped one outwards.</summary>
    public static IEnumerable<string> Backtrace(PlanPlace place)
    {
        int number = 0;
        for (PlanPlace? above = place; above is not null; above = above.Caller)
        {
            yield return $"#{number++} {above}, {above.Playbook.Path}:{above.Step.Step.Location.Line}";
        }
    }

    /// <summary>Lists the steps of the same playbook, with an arrow before the one that is about to run.</summary>
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
