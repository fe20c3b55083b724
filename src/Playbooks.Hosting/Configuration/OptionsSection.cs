using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Playbooks.Hosting;

/// <summary>Reads a configuration section value by value, without reflection.</summary>
/// <remarks>A value of a wrong type is kept as a fault with its key, and so is an unknown key.</remarks>
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
        => Read(name, "a whole number", set, static text
            => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null);

    public void Long(string name, Action<long> set)
        => Read(name, "a whole number", set, static text
            => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null);

    public void Fraction(string name, Action<double> set)
        => Read(name, "a number such as 0.5", set, static text
            => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null);

    public void Flag(string name, Action<bool> set)
        => Read(name, "true or false", set, static text => bool.TryParse(text, out bool flag) ? flag : null);

    /// <summary>Reads a time span. A bare number is refused, because .NET would take 30 for 30 days.</summary>
    public void Time(string name, Action<TimeSpan> set)
        => Read(name, "a time such as 00:00:30", set, static text
            => text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time : null);

    public void Choice<TEnum>(string name, Action<TEnum> set)
        where TEnum : struct, Enum
        => Read(name, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}", set, static text
            => char.IsAsciiLetter(text.FirstOrDefault()) && Enum.TryParse(text, ignoreCase: true, out TEnum value) ? value : null);

    public void Map(string name, IDictionary<string, string> target)
    {
        foreach (IConfigurationSection entry in Children(name))
        {
            if (entry.Value is null)
            {
                faults.Add($"{key}:{name}:{entry.Key} must be a text");
                continue;
            }

            target[entry.Key] = entry.Value;
        }
    }

    /// <summary>
    /// Reads a list. It replaces the default, because otherwise the default's entries could not be removed.
    /// </summary>
    public void Names(string name, ISet<string> target)
    {
        string?[] names = [.. Children(name).Select(child => child.Value)];
        if (names.Contains(null))
        {
            faults.Add($"{key}:{name} must be a list of texts");
        }
        else if (names.Length > 0 || section[name] is not null)
        {
            target.Clear();
            target.UnionWith(names!);
        }
    }

    /// <summary>Reads the options of a section below this one.</summary>
    public void Section(string name, Action<OptionsSection> bind)
    {
        _ = Children(name);
        OptionsSection below = new(section.GetSection(name), $"{key}:{name}", faults);
        bind(below);
        below.End();
    }

    /// <summary>Skips keys that other parts read.</summary>
    public void Leave(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            _known.Add(name);
        }
    }

    /// <summary>Reports keys that were not read: most likely they are misspelt.</summary>
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
        if (section.GetSection(name).GetChildren().FirstOrDefault() is { } below)
        {
            faults.Add($"{key}:{name}:{below.Key} is not known: {name} is one value");
        }

        return section[name];
    }

    private IEnumerable<IConfigurationSection> Children(string name)
    {
        _known.Add(name);
        if (!string.IsNullOrEmpty(section[name]))
        {
            faults.Add($"{key}:{name} is '{section[name]}'; it must be a section with entries of its own");
        }

        return section.GetSection(name).GetChildren();
    }
}
