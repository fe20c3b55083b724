using System.Collections.ObjectModel;

namespace Playbooks.Ansible;

/// <summary>Extra vars from one place: values, a file, or text. Ansible takes several such places, and a later one
/// wins.</summary>
public sealed record AnsibleExtraVars
{
    private AnsibleExtraVars()
    {
    }

    /// <summary>The path of a file that Ansible reads itself; null when the vars come from elsewhere.</summary>
    public string? File { get; private init; }

    /// <summary>YAML or JSON text that Ansible reads itself; null when the vars come from elsewhere.</summary>
    public string? Text { get; private init; }

    /// <summary>The values; empty when the vars come from elsewhere.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; private init; } =
        ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The vars of a YAML or JSON file, which may be encrypted with Ansible's vault.</summary>
    /// <param name="path">The file's path, relative to the repository or absolute.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static AnsibleExtraVars FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new AnsibleExtraVars { File = path };
    }

    /// <summary>The vars of a text, such as <c>{ "count": 1 }</c>. It reaches Ansible through a private file.</summary>
    /// <param name="text">A map, in YAML or JSON.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static AnsibleExtraVars FromText(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return new AnsibleExtraVars { Text = text };
    }

    /// <summary>Vars with their types, as <see cref="AnsibleRequest.ExtraVars"/> has them.</summary>
    /// <exception cref="ArgumentNullException">The map is null.</exception>
    public static AnsibleExtraVars FromValues(IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new AnsibleExtraVars { Values = values };
    }
}
