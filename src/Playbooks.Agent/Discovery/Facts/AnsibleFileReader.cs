using System.Text;
using System.Text.Unicode;
using Playbooks.Agent.Discovery.Jinja;
using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>Turns the bytes of a file into facts. Fails for no bytes.</summary>
internal static class AnsibleFileReader
{
    public static AnsibleFileFacts Read(FileKind kind, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes) || bytes.Contains((byte)0))
        {
            return MayBeList(bytes) ? Faulty("The file is not UTF-8 text.") : AnsibleFileFacts.Nothing;
        }

        string text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        if (text.StartsWith("$ANSIBLE_VAULT;", StringComparison.Ordinal))
        {
            return new AnsibleFileFacts { IsEncrypted = true };
        }

        return kind == FileKind.Candidate ? CandidateReader.Read(text) : ReadPart(kind, text);
    }

    public static AnsibleFileFacts Faulty(string message) => new() { Fault = new YamlFault(null, message) };

    /// <summary>Whether the first sign that counts may begin a list: what is plainly something else is no Ansible playbook, readable or not.</summary>
    public static bool MayBeList(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        bytes = bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes;
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? bytes : bytes[..end]).Trim(" \t\r"u8);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (!line.IsEmpty && line[0] is not ((byte)'#' or (byte)'%') && !line.SequenceEqual("---"u8))
            {
                return !char.IsAsciiLetterOrDigit((char)line[0]) && line[0] is not ((byte)'{' or (byte)'"' or (byte)'\'' or (byte)'$');
            }
        }

        return false;
    }

    private static AnsibleFileFacts ReadPart(FileKind kind, string text)
    {
        FactsCollector facts = new();
        if (kind == FileKind.Template)
        {
            JinjaNames names = new();
            JinjaReader.ReadTemplate(text, names);
            facts.Use(names.Uses, Guards.None);
            names.Includes.ForEach(name => facts.Refer(ReferenceKind.Template, name));
            return facts.ToFacts();
        }

        if (kind == FileKind.Inventory)
        {
            InventoryReader.Read(text, facts);
            return facts.ToFacts();
        }

        // What Ansible could not read either says nothing; the run will tell.
        YamlValue? root = AnsibleYamlReader.Read(text).Root;
        if (kind == FileKind.Tasks)
        {
            new TaskReader(facts, static _ => { }).ReadList(root, Guards.None);
        }
        else if (root is YamlMap map)
        {
            switch (kind)
            {
                case FileKind.Vars:
                    facts.Define(map, Guards.None);
                    break;
                case FileKind.RoleMeta:
                    foreach (YamlValue role in (map["dependencies"] as YamlList)?.Items ?? [])
                    {
                        RoleEntry.Read(role, facts);
                    }

                    ArgumentSpecsReader.Read(map, facts);
                    break;
                case FileKind.ArgumentSpecs:
                    ArgumentSpecsReader.Read(map, facts);
                    break;
            }
        }

        return facts.ToFacts();
    }
}
