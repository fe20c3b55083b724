using System.Text.Json;

namespace Playbooks.Ansible;

/// <summary>Whether Ansible can read an Ansible playbook with all that it imports. What it includes as it runs is not read.</summary>
/// <param name="IsValid">Whether it can.</param>
/// <param name="Errors">Why not; empty when it can.</param>
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
