using System.Collections.Frozen;

namespace Playbooks.Agent.Discovery.Jinja;

/// <summary>Names that are no variables of the user's.</summary>
internal static class JinjaWords
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.ToFrozenSet(
        ["and", "or", "not", "in", "is", "if", "else", "elif", "true", "false", "none", "True", "False", "None"], StringComparer.Ordinal);

    // What Ansible itself gives to every template, and what Jinja gives to blocks, macros and loops.
    private static readonly FrozenSet<string> Magic = FrozenSet.ToFrozenSet(
        [
            "inventory_hostname", "inventory_hostname_short", "inventory_dir", "inventory_file", "hostvars", "groups", "group_names", "play_hosts", "playbook_dir",
            "role_name", "role_names", "role_path", "omit", "vars", "environment", "item", "undefined", "discovered_interpreter_python", "module_setup", "gather_subset",
            "template_host", "template_path", "template_fullpath", "template_destpath", "template_run_date", "template_uid",
            "loop", "self", "super", "caller", "varargs", "kwargs", "lookup", "query", "q", "now", "undef", "range", "dict", "namespace", "lipsum", "cycler", "joiner",
        ],
        StringComparer.Ordinal);

    public static bool IsKeyword(string name) => Keywords.Contains(name);

    /// <summary>Whether Ansible gives it a value, facts among them.</summary>
    public static bool IsMagic(string name)
        => Magic.Contains(name)
            || name.StartsWith("ansible_", StringComparison.Ordinal)
            || name.StartsWith("facter_", StringComparison.Ordinal)
            || name.StartsWith("ohai_", StringComparison.Ordinal);

    /// <summary>Whether it can be the name of a variable.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (char sign in text)
        {
            if (!char.IsLetterOrDigit(sign) && sign != '_')
            {
                return false;
            }
        }

        return !text.IsEmpty && !char.IsAsciiDigit(text[0]);
    }
}
