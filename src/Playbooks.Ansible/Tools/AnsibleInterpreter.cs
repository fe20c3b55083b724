using Playbooks.Ansible.Backends.Warm;

namespace Playbooks.Ansible.Tools;

/// <summary>The Python that Ansible runs with on this machine, and so the one that can import it.</summary>
/// <param name="Program">The interpreter, absolute.</param>
/// <param name="Arguments">The arguments that the first line of <c>ansible-playbook</c> gives it.</param>
public sealed record AnsibleInterpreter(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Finds the interpreter by <c>ansible-playbook</c>; null when that is not on the path, or is not a Python
    /// script.</summary>
    /// <param name="path">The folders to look in, as <c>PATH</c> has them.</param>
    public static AnsibleInterpreter? Find(string path)
        => PythonInterpreter.Find(
            "ansible-playbook", new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = path }) is { } found
            ? new AnsibleInterpreter(found.Program, found.Arguments)
            : null;
}
