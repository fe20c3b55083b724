namespace Playbooks;

/// <summary>
/// Reads credentials from environment variables: <c>PLAYBOOKS_CREDENTIAL_NAME__USERNAME</c>, <c>…__PASSWORD</c>, and
/// further fields.
/// </summary>
/// <remarks>
/// <para>
/// A variable's name holds the credential's name in upper case, with <c>_</c> for every character that is not an ASCII
/// letter or digit, then two underscores, then the field. The password of <c>gateway-admin</c> is
/// <c>PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__PASSWORD</c>. The names <c>gateway-admin</c> and <c>gateway_admin</c> are
/// therefore the same credential.
/// </para>
/// <para>
/// The last two underscores in a row separate the name from the field, so that a variable belongs to one credential
/// only. A field's name therefore does not begin with an underscore and does not contain two in a row. Playbooks write
/// fields in lower case: <c>…__API_KEY</c> is <c>{{ credential.NAME.api_key }}</c>.
/// </para>
/// </remarks>
public sealed class EnvironmentCredentialProvider : ICredentialProvider
{
    private const string Prefix = "PLAYBOOKS_CREDENTIAL_";
    private const string Separator = "__";

    /// <inheritdoc/>
    public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string prefix = $"{Prefix}{NameInVariables(name)}{Separator}";
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string key, Value: string value }
                && key.StartsWith(prefix, StringComparison.Ordinal)
                && IsField(key.AsSpan(prefix.Length)))
            {
                fields[key[prefix.Length..].ToLowerInvariant()] = value;
            }
        }

        return new(fields.Count == 0 ? null : new Credential
        {
            Name = name,
            Username = fields.GetValueOrDefault("username"),
            Password = fields.TryGetValue("password", out string? password) ? new Secret(password) : null,
            Fields = fields.Where(field => field.Key is not ("username" or "password"))
                .ToDictionary(field => field.Key, field => new Secret(field.Value)),
        });
    }

    private static string NameInVariables(string name)
        => string.Concat(
            name.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToUpperInvariant(character) : '_'));

    /// <summary>
    /// Tells if the rest of a variable's name is a field. If not, the variable belongs to a credential with a longer
    /// name.
    /// </summary>
    private static bool IsField(ReadOnlySpan<char> name)
        => name.Length > 0 && name[0] != '_' && !name.Contains(Separator, StringComparison.Ordinal);
}
