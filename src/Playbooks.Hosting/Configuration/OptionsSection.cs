using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Playbooks.Hosting;

/// <summary>Reads a configuration section value by value, without reflection. What does not fit is kept as a fault with its key, and so is a key that nothing reads.</summary>
internal sealed class OptionsSection(IConfiguration section, string key, List<string> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public void Text(string name, Action<string> set)
    {
        if (Find(name) is { } text)
        {
            set(text);
        }
    }

    public void Number(string name, Action<int> set)
        => Read(name, "a whole number", set, static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null);

    public void Flag(string name, Action<bool> set)
        => Read(name, "true or false", set, static text => bool.TryParse(text, out bool flag) ? flag : null);

    /// <summary>A bare number is refused: .NET would take 30 for 30 days.</summary>
    public void Time(string name, Action<TimeSpan> set)
        => Read(name, "a time such as 00:00:30", set, static text => text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time : null);

    public void Choice<TEnum>(string name, Action<TEnum> set)
        where TEnum : struct, Enum
        => Read(name, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}", set, static text => char.IsAsciiLetter(text.FirstOrDefault()) && Enum.TryParse(text, ignoreCase: true, out TEnum value) ? value : null);

    public void Map(string name, IDictionary<string, string> target)
    {
        _known.Add(name);
        foreach (IConfigurationSection entry in section.GetSection(name).GetChildren())
        {
            if (entry.Value is null)
            {
                faults.Add($"{key}:{name}:{entry.Key} must be a text");
                continue;
            }

            target[entry.Key] = entry.Value;
        }
    }

    /// <summary>Names that others read.</summary>
    public void Leave(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            _known.Add(name);
        }
    }

    /// <summary>Reports what nothing has read: most likely a name that is misspelt.</summary>
    public void End()
        => faults.AddRange(section.GetChildren()
            .Where(child => !_known.Contains(child.Key))
            .Select(child => $"{key}:{child.Key} is not known; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}"));

    private void Read<T>(string name, string expected, Action<T> set, Func<string, T?> parse)
        where T : struct
    {
        if (Find(name) is not { } text)
        {
            return;
        }

        if (parse(text) is { } value)
        {
            set(value);
        }
        else
        {
            faults.Add($"{key}:{name} is '{text}'; it must be {expected}");
        }
    }

    private string? Find(string name)
    {
        _known.Add(name);
        return section[name];
    }
}
