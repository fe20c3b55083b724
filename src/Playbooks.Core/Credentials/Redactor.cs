namespace Playbooks;

/// <summary>Masks the secrets that a run knows, in everything that leaves it.</summary>
internal sealed class Redactor
{
    /// <summary>A shorter secret is masked only where it is the whole text: inside other text it would hide ordinary words.</summary>
    private const int ShortestInText = 4;

    private readonly Lock _writing = new();
    private volatile string[] _secrets = [];

    public void Add(Credential credential)
    {
        if (credential.Password is not null)
        {
            Add(credential.Password);
        }

        foreach (Secret field in credential.Fields.Values)
        {
            Add(field);
        }
    }

    public void Add(Secret secret)
    {
        string text = secret.Reveal();
        if (text.Length == 0)
        {
            return;
        }

        lock (_writing)
        {
            if (!_secrets.Contains(text, StringComparer.Ordinal))
            {
                // Longest first: a secret that holds another one must not leave its rest behind.
                _secrets = [.. _secrets.Append(text).OrderByDescending(known => known.Length)];
            }
        }
    }

    public string Mask(string text)
    {
        foreach (string secret in _secrets)
        {
            if (secret.Length >= ShortestInText ? text.Contains(secret, StringComparison.Ordinal) : text == secret)
            {
                text = text.Replace(secret, Secret.Mask, StringComparison.Ordinal);
            }
        }

        return text;
    }

    public IReadOnlyDictionary<string, object?> Mask(IReadOnlyDictionary<string, object?> values)
        => values.Count == 0 ? values : (IReadOnlyDictionary<string, object?>)Mask((object)values)!;

    /// <summary>A copy of the value that is safe to show.</summary>
    public object? Mask(object? value) => value switch
    {
        string text => Mask(text),
        Secret => Secret.Mask,
        Credential credential => credential.ToString(),
        IReadOnlyDictionary<string, object?> map => MaskMap(map),
        IReadOnlyList<object?> list => list.Select(Mask).ToArray(),
        _ => value,
    };

    private Dictionary<string, object?> MaskMap(IReadOnlyDictionary<string, object?> map)
    {
        Dictionary<string, object?> masked = new(map.Count, StringComparer.Ordinal);
        foreach ((string key, object? value) in map)
        {
            masked[Mask(key)] = Mask(value);
        }

        return masked;
    }
}
