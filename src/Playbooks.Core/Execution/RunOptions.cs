namespace Playbooks;

/// <summary>The options of a run. With the defaults, the run is a real one.</summary>
public sealed record RunOptions
{
    /// <summary>True when the run only predicts and changes nothing in the world.</summary>
    /// <remarks>
    /// Steps that only read are run. Steps that can predict their effect (<see cref="StepDefinition.SupportsCheck"/>),
    /// such as <c>ansible.run</c>, do so. All other steps are skipped, and so are the steps and outputs that need their
    /// outputs. Such a run is not entered into the history: it proves no playbook, and it cannot be resumed.
    /// </remarks>
    public bool Check { get; init; }
}
