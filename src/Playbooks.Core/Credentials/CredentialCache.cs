using System.Collections.Concurrent;

namespace Playbooks;

/// <summary>Caches the credentials of one run. Each is requested once and made known to the redactor.</summary>
internal sealed class CredentialCache(ICredentialProvider? provider, Redactor redactor)
{
    private readonly ConcurrentDictionary<string, Credential> _known = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Credential> Known => _known;

    public async ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out Credential? known))
        {
            return known;
        }

        Credential? found = await AskAsync(name, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            redactor.Add(found);
            _known[name] = found;
        }

        return found;
    }

    private async ValueTask<Credential?> AskAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return provider is null ? null : await provider.FindAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // A provider's message about one credential may quote another one.
            throw new PlaybookException(
                redactor.Mask($"The credential '{name}' could not be asked for: {exception.Message}"), exception);
        }
    }
}
