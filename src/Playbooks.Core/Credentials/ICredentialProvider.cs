namespace Playbooks;

/// <summary>Where a run finds its credentials.</summary>
public interface ICredentialProvider
{
    /// <summary>The credential of that name, or null when there is none.</summary>
    /// <remarks>Called at most once a run for each name. An exception fails the run before its first step, with the exception's message.</remarks>
    ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken);
}
