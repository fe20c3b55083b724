namespace Playbooks.Agent;

/// <summary>One file of a scaffold.</summary>
/// <param name="Path">Where it belongs, relative to the repository, with forward slashes.</param>
/// <param name="Content">Its text, with line feeds.</param>
internal sealed record TemplateFile(string Path, string Content);
