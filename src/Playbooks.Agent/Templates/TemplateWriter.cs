using System.Security.Cryptography;
using System.Text;

namespace Playbooks.Agent;

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
        bool isMoved = false;
        bool isWritten = false;
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
            isMoved = true;
            File.Move(Path.Combine(aside, template.Playbook), playbook, overwrite: false);
            isWritten = true;
        }
        finally
        {
            if (isMoved && !isWritten)
            {
                Directory.Delete(role, recursive: true);
            }

            if (!isWritten)
            {
                RemoveEmpty(made);
            }

            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    // Remembers the folders that were not there before, the innermost first.
    private static void MakeFolder(string path, List<string> made)
    {
        for (string? missing = path; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
        {
            made.Add(missing);
        }

        Directory.CreateDirectory(path);
    }

    private static void RemoveEmpty(List<string> made)
    {
        try
        {
            made.ForEach(Directory.Delete);
        }
        catch (IOException)
        {
            // Somebody else has put something there meanwhile, or has removed it: it is no longer ours.
        }
    }
}
