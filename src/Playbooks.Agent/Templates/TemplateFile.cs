namespace Playbooks.Agent;

/// <summary>One file of a scaffold.</summary>
/// <param name="Path">The path, relative to the repository, with forward slashes.</param>
/// <param name="Content">The content, with line feeds.</param>
internal sealed record TemplateFile(string Path, string Content);
