namespace Playbooks;

/// <summary>Asks several providers in order. The first one that knows a credential gives all of its fields.</summary>
/// <example>
/// <code>
/// PlaybookEngineOptions options = new()
/// {
///     Credentials = new CompositeCredentialProvider(new EnvironmentCredentialProvider(), vault),
/// };
/// </code>
/// </example>
public sealed class CompositeCredentialProvider : ICredentialProvider
{
    private readonly ICredentialProvider[] _providers;

    /// <summary>Combines the providers. They are asked in this order.</summary>
    /// <exception cref="ArgumentException">A provider is null.</exception>
    public CompositeCredentialProvider(params IEnumerable<ICredentialProvider> providers)
    {
        ArgumentNullException.ThrowIfNull(providers);
        _providers = [.. providers];
        if (_providers.Contains(null))
        {
            throw new ArgumentException("One of the providers is null.", nameof(providers));
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// An exception of a provider ends the search: the next provider must not stand in for one that cannot be reached.
    /// </remarks>
    public async ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (ICredentialProvider provider in _providers)
        {
            if (await provider.FindAsync(name, cancellationToken).ConfigureAwait(false) is Credential found)
            {
                return found;
            }
        }

        return null;
    }
}
