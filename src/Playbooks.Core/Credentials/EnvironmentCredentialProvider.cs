namespace Playbooks;

/// <summary>Credentials from environment variables: <c>PLAYBOOKS_CREDENTIAL_NAME_USERNAME</c>, <c>…_PASSWORD</c>, and any further field.</summary>
/// <remarks>The credential's name is written in upper case, with <c>_</c> for <c>-</c>: <c>gateway_admin</c> is found under <c>PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN_PASSWORD</c>.</remarks>
public sealed class EnvironmentCredentialProvider : ICredentialProvider
{
    private const string Prefix = "PLAYBOOKS_CREDENTIAL_";

    /// <inheritdoc/>
    public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string prefix = $"{Prefix}{name.ToUpperInvariant().Replace('-', '_')}_";
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string key && key.StartsWith(prefix, StringComparison.Ordinal) && variable.Value is string value)
            {
                fields[key[prefix.Length..].ToLowerInvariant()] = value;
            }
        }

        return new(fields.Count == 0 ? null : new Credential
        {
            Name = name,
            Username = fields.GetValueOrDefault("username"),
            Password = fields.TryGetValue("password", out string? password) ? new Secret(password) : null,
            Fields = fields.Where(field => field.Key is not ("username" or "password")).ToDictionary(field => field.Key, field => new Secret(field.Value)),
        });
    }
}
