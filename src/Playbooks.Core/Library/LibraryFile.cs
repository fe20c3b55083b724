using System.Security.Cryptography;
using Playbooks.Reading;

namespace Playbooks;

/// <summary>A playbook's file as it was read once: everything later is about these bytes.</summary>
internal sealed record LibraryFile
{
    /// <summary>The file with that content, read as a playbook.</summary>
    public static LibraryFile Of(PlaybookPath path, ReadOnlyMemory<byte> content)
    {
        ReadResult read = PlaybookReader.Read(content, path.Value);
        return new LibraryFile
        {
            Path = path,
            Content = content,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span)),
            Playbook = read.Playbook,
            Diagnostics = read.Diagnostics,
        };
    }

    public required PlaybookPath Path { get; init; }

    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>SHA-256 of <see cref="Content"/>, in lower-case hexadecimal; empty when it could not be read.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Null when there are errors.</summary>
    public Playbook? Playbook { get; init; }

    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether it is, or was meant to be, a playbook, and no other YAML file: it has <c>steps</c> at its top.</summary>
    public bool LooksLikePlaybook
    {
        get
        {
            if (Playbook is not null)
            {
                return true;
            }

            PlaybookValue? tree = YamlTreeReader.Read(Content, Path.Value, new DiagnosticBag());
            // Where not even the YAML parses, a line that begins as a playbook's does has to do.
            return tree is null
                ? Content.Span.StartsWith("steps:"u8) || Content.Span.IndexOf("\nsteps:"u8) >= 0
                : tree is MapValue map && map.Find("steps") is not null;
        }
    }
}
