namespace Playbooks.Testing;

/// <summary>A call of a <see cref="FakeStep"/>.</summary>
/// <param name="Address">The address of the step, with its attempt.</param>
/// <param name="Arguments">The evaluated arguments, converted to the declared types, with defaults.</param>
/// <param name="IsCheck">True when the run only predicts.</param>
public sealed record FakeStepCall(StepAddress Address, StepArguments Arguments, bool IsCheck)
{
    /// <summary>Writes the address and the arguments, with secrets masked.</summary>
    public override string ToString() => $"{Address} {PlaybookValues.ToJson(Arguments)}";
}
