namespace Playbooks;

/// <summary>A value that a step type gives to later steps.</summary>
/// <param name="Name">Used as <c>{{ step.ID.NAME }}</c>.</param>
/// <param name="Description">What it is.</param>
public sealed record StepOutput(string Name, string Description);
