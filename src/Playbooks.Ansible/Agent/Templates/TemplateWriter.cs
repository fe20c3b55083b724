using System.Security.Cryptography;
using System.Text;

namespace Playbooks.Ansible.Agent;

/// <summary>Puts a scaffold into the repository: all of it, or nothing, and never over what is there.</summary>
internal static class TemplateWriter
{
    /// <summary>Writes the role's folder and the Ansible playbook beside it.</summary>
    /// <param name="repository">The repository's folder.</param>
    /// <param name="template">The scaffold; its paths have been checked.</param>
    /// <param name="roleFolder">The role's folder, relative to the repository.</param>
    /// <exception cref="WorkRequestException">Something of it exists already.</exception>
    /// <exception cref="IOException">It could not be written; nothing of it is left.</exception>
    public static async Task WriteAsync(string repository, GeneratedTemplate template, string roleFolder, CancellationToken cancellationToken)
    {
        string role = Path.Combine(repository, roleFolder);
        string playbook = Path.Combine(repository, template.Playbook);
        foreach (string taken in new[] { role, playbook }.Where(path => Path.Exists(path) || new FileInfo(path).LinkTarget is not null))
        {
            throw new WorkRequestException("parameters.service", $"'{Path.GetRelativePath(repository, taken)}' exists already, and is not written over: give another service, action or path.");
        }

        // Written aside first, and then moved as a whole: within the repository, as a move is only there one step.
        string aside = Path.Combine(repository, $".playbooks-template-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        List<string> made = [];
        try
        {
            foreach (TemplateFile file in template.Files)
            {
                string path = Path.Combine(aside, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, file.Content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
            }

            MakeFolder(Path.GetDirectoryName(role)!, made);
            Directory.Move(Path.Combine(aside, roleFolder), role);
            made.Add(role);
            File.Move(Path.Combine(aside, template.Playbook), playbook, overwrite: false);
            made.Clear();
        }
        finally
        {
            Undo(made);
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    // Remembers the outermost folder that was not there before.
    private static void MakeFolder(string path, List<string> made)
    {
        string outermost = path;
        while (Path.GetDirectoryName(outermost) is { } parent && !Directory.Exists(parent))
        {
            outermost = parent;
        }

        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            made.Add(outermost);
        }
    }

    // Only what this made, newest first.
    private static void Undo(List<string> made)
    {
        foreach (string folder in Enumerable.Reverse(made).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
