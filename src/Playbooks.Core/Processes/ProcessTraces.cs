namespace Playbooks.Processes;

/// <summary>Folders that ended processes leave behind. A supervisor removes them.</summary>
/// <param name="InCommands">A pattern of Python's <c>re</c>: each match in a command line of an ended process is such a folder.</param>
/// <param name="Parent">A folder with folders that are named for process ids.</param>
/// <param name="Names">
/// A pattern of Python's <c>re</c> for their names; its first group is the id. Only folders of ended processes are removed.
/// </param>
public sealed record ProcessTraces(string InCommands, string Parent, string Names);
