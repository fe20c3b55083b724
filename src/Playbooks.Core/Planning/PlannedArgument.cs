using Playbooks.Templates;

namespace Playbooks;

/// <summary>One value that a step gives to its target.</summary>
internal sealed record PlannedArgument(PlaybookParameter Parameter, PlaybookValue Written, Expression Value);
