using Microsoft.Extensions.Configuration;

namespace Playbooks.Hosting;

/// <summary>
/// Provides credentials from the configuration and all its sources: files, environment variables, user secrets, a key
/// vault.
/// </summary>
/// <remarks>
/// <para>A credential is the section <c>Playbooks:Credentials:NAME</c> with <c>Username</c>, <c>Password</c> and any
/// further field. In JSON, the section <c>Playbooks</c> contains, for example,
/// <c>"Credentials": { "gateway_admin": { "Username": "ops", "Password": "…", "ApiKey": "…" } }</c>.</para>
/// <para>Names and fields ignore case, as all keys of a configuration do: <c>{{ credential.gateway_admin.apikey }}</c>
/// is the field above. <c>-</c> and <c>_</c> are different characters.</para>
/// <para>The configuration is read at each call, so that a reload takes effect with the next run.</para>
/// </remarks>
/// <param name="configuration">The root of the configuration.</param>
public sealed class ConfigurationCredentialProvider(IConfiguration configuration) : ICredentialProvider
{
    private const string Section = "Playbooks:Credentials";

    private readonly IConfiguration _configuration = configuration ?? throw new ArgumentNullException(nameof(configuration));

    /// <inheritdoc/>
    /// <exception cref="PlaybookException">A section of that name exists, but it does not hold a
    /// credential.</exception>
    public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        // Search the children instead of using the path: a colon in the name would lead deeper, and an empty section
        // would seem not to exist.
        IConfigurationSection? section = _configuration.GetSection(Section).GetChildren()
            .FirstOrDefault(child => string.Equals(child.Key, name, StringComparison.OrdinalIgnoreCase));
        return new(section is null ? null : Read(name, section));
    }

    private static Credential Read(string name, IConfigurationSection section)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection field in section.GetChildren())
        {
            if (field.GetChildren().Any())
            {
                throw new PlaybookException($"The configuration section '{field.Path}' must be a value: a field of a credential holds no further ones");
            }

            if (field.Value is not null)
            {
                values[field.Key] = field.Value;
            }
        }

        if (values.Count == 0)
        {
            throw new PlaybookException($"The configuration section '{section.Path}' holds no credential: give it a 'Username', a 'Password' or another field");
        }

        values.Remove("Username", out string? username);
        values.Remove("Password", out string? password);
        return new Credential
        {
            Name = name,
            Username = username,
            Password = password is null ? null : new Secret(password),
            Fields = values.ToDictionary(field => field.Key, field => new Secret(field.Value), StringComparer.OrdinalIgnoreCase),
        };
    }
}
