namespace Playbooks;

/// <summary>Credentials that the program holds already.</summary>
public sealed class InMemoryCredentialProvider : ICredentialProvider
{
    private readonly Dictionary<string, Credential> _credentials;

    /// <summary>With these credentials, found by their <see cref="Credential.Name"/>.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public InMemoryCredentialProvider(params IEnumerable<Credential> credentials)
        => _credentials = credentials.ToDictionary(credential => credential.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
        => new(_credentials.GetValueOrDefault(name));
}
