using Playbooks.Debugging;

namespace Playbooks.Cli;

/// <summary>The debugger's breakpoints, which are at steps of the plan.</summary>
internal sealed class DebugBreakpoints(PlaybookDebugger debugger, PlaybookPlan plan)
{
    public IReadOnlyList<string> All => [.. debugger.Breakpoints.Order(StringComparer.Ordinal)];

    /// <exception cref="DebugCommandException">The step does not exist.</exception>
    public string Add(string text)
    {
        string address = Parsed(text);
        debugger.AddBreakpoint(address);
        return address;
    }

    /// <exception cref="DebugCommandException">The breakpoint does not exist.</exception>
    public string Remove(string text)
    {
        string address = Parsed(text);
        return debugger.RemoveBreakpoint(address) ? address : throw new DebugCommandException($"there is no breakpoint at '{text}'");
    }

    public bool IsAt(StepAddress address) => debugger.Breakpoints.Contains(address.ToString(), StringComparer.Ordinal);

    private string Parsed(string text)
    {
        if (!StepAddress.TryParse(text, out StepAddress? address))
        {
            throw new DebugCommandException($"'{text}' is not an address of a step; it looks like deploy/restart or deploy/restart#2[web-1]/wait");
        }

        return PlanPlace.Find(plan, address) is not null ? address.ToString() : throw new DebugCommandException($"there is no step '{text}' in this plan; 'playbooks plan' shows all of them");
    }
}
