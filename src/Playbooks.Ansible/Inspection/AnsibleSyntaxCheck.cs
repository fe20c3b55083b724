using System.Text.Json;

namespace Playbooks.Ansible;

/// <summary>The result of a syntax check of an Ansible playbook and everything that it imports. Files that it includes
/// as it runs are not read.</summary>
/// <param name="IsValid">True when Ansible can read it.</param>
/// <param name="Errors">The errors; empty when it is valid.</param>
public sealed record AnsibleSyntaxCheck(bool IsValid, IReadOnlyList<string> Errors)
{
    /// <summary>Writes the properties <c>valid</c> and <c>errors</c> into the open JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBoolean("valid", IsValid);
        writer.WriteStartArray("errors");
        foreach (string error in Errors)
        {
            writer.WriteStringValue(error);
        }

        writer.WriteEndArray();
    }
}
