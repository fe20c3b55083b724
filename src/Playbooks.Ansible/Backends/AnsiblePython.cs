namespace Playbooks.Ansible.Backends;

/// <summary>Finds the Python that Ansible itself runs with: where Ansible is, it is there too.</summary>
internal static class AnsiblePython
{
    private const string Usual = "python3";
    private const int LongestLine = 4096;

    /// <summary>The interpreter that the first line of <c>ansible-playbook</c> names, or the usual one.</summary>
    public static string Find(IReadOnlyDictionary<string, string> environment)
    {
        string? program = environment.GetValueOrDefault("PATH", "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "ansible-playbook"))
            .FirstOrDefault(File.Exists);
        return program is not null && FirstLine(program) is { } line && line.StartsWith("#!", StringComparison.Ordinal)
            && line[2..].Trim().Split(' ', 2) is [var interpreter] && Path.GetFileName(interpreter).StartsWith("python", StringComparison.Ordinal) && File.Exists(interpreter)
            ? interpreter
            : Usual;
    }

    private static string? FirstLine(string file)
    {
        try
        {
            using StreamReader reader = new(file);
            char[] beginning = new char[LongestLine];
            return new string(beginning, 0, reader.ReadBlock(beginning)).Split('\n', 2)[0];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
