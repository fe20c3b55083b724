using System.Text.Json;

namespace Playbooks.Ansible;

/// <summary>A play of an Ansible playbook, as Ansible itself sees it without running it.</summary>
public sealed record AnsiblePlay
{
    /// <summary>The Ansible playbook that holds the play, as Ansible names it.</summary>
    public required string Playbook { get; init; }

    /// <summary>The play's name; its host pattern when it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The play's hosts, as an Ansible pattern.</summary>
    public required string HostPattern { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The hosts of the inventory that it would run on, by name; empty when tasks were asked for, not
    /// hosts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The tasks that the play would run, in order; empty when hosts were asked for, not tasks. The tasks of
    /// an <c>include_tasks</c> are known only when it runs.</summary>
    public IReadOnlyList<AnsibleTask> Tasks { get; init; } = [];

    /// <summary>Writes its properties, its tasks among them, into the open JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("playbook", Playbook);
        writer.WriteString("name", Name);
        writer.WriteString("pattern", HostPattern);
        WriteTexts(writer, "tags", Tags);
        WriteTexts(writer, "hosts", Hosts);
        writer.WriteStartArray("tasks");
        foreach (AnsibleTask task in Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", task.Name);
            WriteTexts(writer, "tags", task.Tags);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
