namespace Playbooks;

/// <summary>A source of the credentials of a run.</summary>
public interface ICredentialProvider
{
    /// <summary>Finds a credential by its name.</summary>
    /// <returns>The credential, or null when there is none of that name.</returns>
    /// <remarks>
    /// It is called at most once per run and name. An exception fails the run before its first step, with the
    /// exception's message.
    /// </remarks>
    ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken);
}
