using System.Globalization;
using System.Text;

namespace Playbooks.TestSupport;

/// <summary>Playbooks for tests to which their content matters little.</summary>
public static class Some
{
    /// <summary>A playbook of these parts, each as YAML without its indentation; left out when empty.</summary>
    public static string Playbook(string steps, string parameters = "", string outputs = "", string name = "Some playbook", string atTheEnd = "")
    {
        StringBuilder yaml = new();
        yaml.Append("name: ").Append(name).Append('\n');
        Section(yaml, "parameters", parameters);
        Section(yaml, "steps", steps);
        Section(yaml, "finally", atTheEnd);
        Section(yaml, "outputs", outputs);
        return yaml.ToString();
    }

    /// <summary>A playbook that calls nothing.</summary>
    public static string Leaf() => Playbook("- { id: say, type: utility.log, parameters: { message: hello } }");

    /// <summary>A playbook with one step for each of these paths, <c>call1</c>, <c>call2</c>…; a leaf when there are none.</summary>
    public static string Caller(params IEnumerable<string> paths)
    {
        string steps = string.Join('\n', paths.Select((path, index)
            => string.Create(CultureInfo.InvariantCulture, $"- {{ id: call{index + 1}, type: playbook.run, parameters: {{ playbook: '{path}' }} }}")));
        return steps.Length == 0 ? Leaf() : Playbook(steps);
    }

    private static void Section(StringBuilder yaml, string key, string content)
    {
        if (content.Length > 0)
        {
            yaml.Append(key).Append(":\n");
            foreach (string line in content.ReplaceLineEndings("\n").Split('\n'))
            {
                yaml.Append("  ").Append(line).Append('\n');
            }
        }
    }
}
