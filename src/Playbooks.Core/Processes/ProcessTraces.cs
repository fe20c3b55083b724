namespace Playbooks.Processes;

/// <summary>The folders that ended processes leave behind. A supervisor removes them.</summary>
/// <param name="InCommands">
/// A pattern of Python's <c>re</c>. Each match in an ended process's command line is such a folder.
/// </param>
/// <param name="Parent">A folder whose subfolders are named for process ids.</param>
/// <param name="Names">
/// A pattern of Python's <c>re</c> for those names; its first group is the id. Only folders of ended processes are
/// removed.
/// </param>
public sealed record ProcessTraces(string InCommands, string Parent, string Names);
