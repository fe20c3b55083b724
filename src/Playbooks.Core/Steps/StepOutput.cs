namespace Playbooks;

/// <summary>A value that a step type gives to later steps.</summary>
/// <param name="Name">Used as <c>{{ step.ID.NAME }}</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="Type">Its type, where it is always the same: planning then checks what it is given to.</param>
public sealed record StepOutput(string Name, string Description, ParameterType Type = ParameterType.Any);
