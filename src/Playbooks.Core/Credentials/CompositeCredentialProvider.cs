namespace Playbooks;

/// <summary>Asks several providers, one after the other. The first that knows a credential gives all of it: fields of one name are never put together from two.</summary>
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

    /// <summary>Over these, asked in this order.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
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
    /// <remarks>An exception of one ends the search: a provider that cannot be reached must not make another one's credential count.</remarks>
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
