using Microsoft.Extensions.Configuration;

namespace Playbooks.Hosting;

/// <summary>Credentials from the configuration, whatever it is made of: files, environment variables, user secrets, a key vault.</summary>
/// <remarks>
/// <para>A credential is the section <c>Playbooks:Credentials:NAME</c> with <c>Username</c>, <c>Password</c> and any further field. In JSON:
/// <c>{ "Playbooks": { "Credentials": { "gateway_admin": { "Username": "ops", "Password": "…", "ApiKey": "…" } } } }</c>.</para>
/// <para>Names and fields are the same in upper and lower case, as everywhere in a configuration: <c>{{ credential.gateway_admin.apikey }}</c> is the field
/// above. <c>-</c> and <c>_</c> are different signs.</para>
/// <para>The configuration is read at each call, so that a reload counts from the next run on.</para>
/// </remarks>
/// <param name="configuration">The configuration, from its root.</param>
public sealed class ConfigurationCredentialProvider(IConfiguration configuration) : ICredentialProvider
{
    private const string Section = "Playbooks:Credentials";

    private readonly IConfiguration _configuration = configuration ?? throw new ArgumentNullException(nameof(configuration));

    /// <inheritdoc/>
    /// <exception cref="PlaybookException">There is a section of that name, but it holds no credential.</exception>
    public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        // Among the children, and not by its path: a name with a colon would lead deeper, and an empty section would not exist.
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
