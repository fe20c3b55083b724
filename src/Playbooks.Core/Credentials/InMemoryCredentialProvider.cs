namespace Playbooks;

/// <summary>Provides credentials that the program already holds.</summary>
public sealed class InMemoryCredentialProvider : ICredentialProvider
{
    private readonly Dictionary<string, Credential> _credentials;

    /// <summary>Provides these credentials by their <see cref="Credential.Name"/>.</summary>
    /// <exception cref="ArgumentException">Two credentials have the same name.</exception>
    public InMemoryCredentialProvider(params IEnumerable<Credential> credentials)
        => _credentials = credentials.ToDictionary(credential => credential.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
        => new(_credentials.GetValueOrDefault(name));
}
