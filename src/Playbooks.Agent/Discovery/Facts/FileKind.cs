namespace Playbooks.Agent.Discovery.Facts;

/// <summary>As what a file is read.</summary>
internal enum FileKind
{
    /// <summary>Whatever it may be, since only its place is known.</summary>
    Candidate,
    Tasks,
    Vars,
    RoleMeta,
    ArgumentSpecs,
    Template,
    Inventory,
}
