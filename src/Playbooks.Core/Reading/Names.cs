namespace Playbooks.Reading;

/// <summary>Checks the names of parameters, steps and outputs.</summary>
internal static class Names
{
    /// <summary>Reads the required name under a key and checks it. Returns an empty text when there is none.</summary>
    public static string Bind(MapBinder keys, string key, DiagnosticBag diagnostics)
    {
        string? name = keys.RequiredText(key);
        if (name is not null)
        {
            Check(name, keys.LocationOf(key), diagnostics);
        }

        return name ?? "";
    }

    public static void Check(string name, SourceLocation location, DiagnosticBag diagnostics)
    {
        bool valid = name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_');
        foreach (char letter in name)
        {
            valid &= char.IsLetterOrDigit(letter) || letter is '_' or '-';
        }

        if (!valid)
        {
            diagnostics.Add(DiagnosticDescriptors.BadName, location, $"'{name}' is not a valid name");
        }
    }
}
