namespace Playbooks;

/// <summary>An output of a step type for later steps.</summary>
/// <param name="Name">The name, as in <c>{{ step.ID.NAME }}</c>.</param>
/// <param name="Description">A description for people.</param>
/// <param name="Type">The type, if it is always the same. Planning then checks the parameters that use it.</param>
public sealed record StepOutput(string Name, string Description, ParameterType Type = ParameterType.Any);
