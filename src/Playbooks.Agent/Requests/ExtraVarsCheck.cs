using System.Collections;

namespace Playbooks.Agent;

/// <summary>
/// Refuses extra vars that do more than give values: that change where and as whom Ansible works, or run programs on
/// this machine.
/// </summary>
internal static class ExtraVarsCheck
{
    private const string ConnectionPrefix = "ansible_";

    // Ansible's own variables about hosts and folders.
    private static readonly string[] OwnNames =
    [
        "inventory_hostname", "inventory_hostname_short", "inventory_dir", "inventory_file", "delegated_vars", "hostvars", "groups", "group_names",
        "play_hosts", "playbook_dir", "role_name", "role_path", "omit", "vars", "environment",
    ];

    private static readonly string[] TemplateMarks = ["{{", "{%", "{#"];

    public static void ThrowIfOutOfBounds(IReadOnlyDictionary<string, object?> values, WorkBounds bounds)
    {
        foreach ((string name, object? value) in values)
        {
            if (!bounds.AllowConnectionVariables && (name.StartsWith(ConnectionPrefix, StringComparison.OrdinalIgnoreCase) || OwnNames.Contains(name, StringComparer.Ordinal)))
            {
                throw new WorkRequestException($"parameters.extravars.{name}", $"parameters.extravars.{name} says where, how or as whom Ansible works, which a request must not: leave it out, or allow it with AllowConnectionVariables.");
            }

            if (!bounds.AllowTemplates)
            {
                ThrowIfTemplate(name, $"parameters.extravars.{name}");
                ThrowIfTemplate(value, $"parameters.extravars.{name}");
            }
        }
    }

    /// <summary>
    /// Throws when Ansible would evaluate a text in the value. It never evaluates a <see cref="Secret"/>.
    /// </summary>
    public static void ThrowIfTemplate(object? value, string path)
    {
        switch (value)
        {
            case string text when Array.Exists(TemplateMarks, mark => text.Contains(mark, StringComparison.Ordinal)):
                throw new WorkRequestException(path, $"{path} holds a template, which Ansible would evaluate on the agent's machine: give the value itself, or allow templates with AllowTemplates.");
            case string:
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                foreach ((string key, object? item) in map)
                {
                    ThrowIfTemplate(key, path);
                    ThrowIfTemplate(item, $"{path}.{key}");
                }

                break;
            case IEnumerable list:
                foreach (object? item in list)
                {
                    ThrowIfTemplate(item, path);
                }

                break;
        }
    }
}
