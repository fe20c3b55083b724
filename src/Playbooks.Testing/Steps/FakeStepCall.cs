namespace Playbooks.Testing;

/// <summary>A call of a <see cref="FakeStep"/>.</summary>
/// <param name="Address">The address of the step, with its attempt.</param>
/// <param name="Arguments">The arguments, evaluated, of the declared types, defaults filled in.</param>
/// <param name="IsCheck">True when the run only predicts.</param>
public sealed record FakeStepCall(StepAddress Address, StepArguments Arguments, bool IsCheck)
{
    /// <summary>The address and the arguments, secrets masked.</summary>
    public override string ToString() => $"{Address} {PlaybookValues.ToJson(Arguments)}";
}
