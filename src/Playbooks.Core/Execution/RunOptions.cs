namespace Playbooks;

/// <summary>How a plan is run. The defaults run it in earnest.</summary>
public sealed record RunOptions
{
    /// <summary>Whether the run only predicts: nothing in the world is changed.</summary>
    /// <remarks>
    /// Steps that only read are run. Those that can predict what they would do (<see cref="StepDefinition.SupportsCheck"/>), such as
    /// <c>ansible.run</c>, do so. All others are skipped, and with them the steps and outputs that need what they would have given. Such a run is
    /// not entered into the history: it proves nothing, and there is nothing to resume.
    /// </remarks>
    public bool Check { get; init; }
}
