using System.Security.Cryptography;
using System.Text;

namespace Playbooks.Agent;

/// <summary>Writes a scaffold into the repository: all of it or nothing, and never over existing files.</summary>
internal static class TemplateWriter
{
    /// <summary>Writes the role's folder and the Ansible playbook beside it.</summary>
    /// <param name="repository">The repository's folder.</param>
    /// <param name="template">The scaffold; its paths have been checked.</param>
    /// <param name="roleFolder">The role's folder, relative to the repository.</param>
    /// <exception cref="WorkRequestException">A part of it exists already.</exception>
    /// <exception cref="IOException">The scaffold could not be written; nothing of it is left.</exception>
    public static async Task WriteAsync(string repository, GeneratedTemplate template, string roleFolder, CancellationToken cancellationToken)
    {
        string role = Path.Combine(repository, roleFolder);
        string playbook = Path.Combine(repository, template.Playbook);
        foreach (string taken in new[] { role, playbook }.Where(path => Path.Exists(path) || new FileInfo(path).LinkTarget is not null))
        {
            throw new WorkRequestException("parameters.service", $"'{Path.GetRelativePath(repository, taken)}' exists already, and is not overwritten: give another service, action or path.");
        }

        // Write to a temporary folder first, then move it in one step. It is in the repository because a move is atomic
        // only within one file system.
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

    // Remembers the folders that it creates, the innermost first.
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
            // Another process changed or deleted the folder meanwhile, so it must not be deleted here.
        }
    }
}
