using Playbooks.Values;

namespace Playbooks;

/// <summary>A user name, a password and further secret fields, under a name that playbooks refer to.</summary>
public sealed record Credential : IDescribedValue
{
    /// <summary>The name in <c>{{ credential.NAME.password }}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The user name; not a secret.</summary>
    public string? Username { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }

    /// <summary>Further fields, such as a token or a private key.</summary>
    public IReadOnlyDictionary<string, Secret> Fields { get; init; } = new Dictionary<string, Secret>();

    string IDescribedValue.Description => "a credential";

    /// <summary>Gets the credential's name, never its secrets.</summary>
    public override string ToString() => $"credential '{Name}'";
}
