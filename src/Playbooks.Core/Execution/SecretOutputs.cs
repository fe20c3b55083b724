using System.Globalization;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Turns those outputs of a step into secrets that its playbook declares as secret.</summary>
internal static class SecretOutputs
{
    /// <summary>Hides the declared outputs, at any depth.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outputs">The outputs of the step's handler.</param>
    /// <param name="missing">The first declared output that is missing; null when none is.</param>
    public static IReadOnlyDictionary<string, object?> Hide(
        PlannedStep step, IReadOnlyDictionary<string, object?> outputs, out string? missing)
    {
        missing = null;
        object? hidden = outputs;
        foreach (string[] path in step.SecretOutputs)
        {
            if (!TryHide(ref hidden, path))
            {
                missing ??= string.Join('.', path);
            }
        }

        return (IReadOnlyDictionary<string, object?>)hidden!;
    }

    /// <summary>Hides the value of a variable where the output of the same name is secret.</summary>
    public static object? HideVariable(PlannedStep step, string name, object? value)
    {
        foreach (string[] path in step.SecretOutputs)
        {
            if (path[0] == name)
            {
                TryHide(ref value, path.AsSpan(1));
            }
        }

        return value;
    }

    private static bool TryHide(ref object? value, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty || value is ISecretCollection)
        {
            value = SecretText.Hide(value);
            return true;
        }

        switch (value)
        {
            case IReadOnlyDictionary<string, object?> map when map.TryGetValue(path[0], out object? item):
                bool isHidden = TryHide(ref item, path[1..]);
                value = new Dictionary<string, object?>(map, StringComparer.Ordinal) { [path[0]] = item };
                return isHidden;
            case IReadOnlyList<object?> list
                when int.TryParse(path[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    && index < list.Count:
                object?[] items = [.. list];
                bool found = TryHide(ref items[index], path[1..]);
                value = items;
                return found;
            default:
                return false;
        }
    }
}
