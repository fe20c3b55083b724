using System.Text.Json;

namespace Playbooks.Ansible;

/// <summary>Ansible's own view of one <c>ansible.run</c> step of a plan, before it runs.</summary>
/// <param name="Address">The step's address.</param>
/// <param name="Plays">Its plays; null when they depend on values that are known only when it runs, or after an
/// error.</param>
/// <param name="Error">The reason why Ansible cannot say: the Ansible playbook is missing, or has errors. Null when it
/// can.</param>
public sealed record AnsibleStepPreview(string Address, IReadOnlyList<AnsiblePlay>? Plays, string? Error)
{
    /// <summary>Writes its properties, its plays among them, into the open JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("address", Address);
        writer.WriteString("error", Error);
        if (Plays is null)
        {
            return;
        }

        writer.WriteStartArray("plays");
        foreach (AnsiblePlay play in Plays)
        {
            writer.WriteStartObject();
            play.WriteJson(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
