using System.Security.Cryptography;
using Playbooks.Reading;

namespace Playbooks;

/// <summary>A playbook's file, read once: everything later uses these bytes.</summary>
internal sealed record LibraryFile
{
    private string? _sha256;

    /// <summary>Makes the file from its content and reads the playbook.</summary>
    public static LibraryFile Of(PlaybookPath path, ReadOnlyMemory<byte> content)
    {
        ReadResult read = PlaybookReader.Read(content, path.Value);
        return new LibraryFile
        {
            Path = path,
            Content = content,
            Playbook = read.Playbook,
            Diagnostics = read.Diagnostics,
        };
    }

    /// <summary>Makes a file that could not be read, with the reason.</summary>
    public static LibraryFile Unreadable(PlaybookPath path, Diagnostic reason)
        => new() { Path = path, Content = ReadOnlyMemory<byte>.Empty, Sha256 = "", Diagnostics = [reason] };

    public required PlaybookPath Path { get; init; }

    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>SHA-256 of <see cref="Content"/>, in lower-case hexadecimal; empty when it could not be read.</summary>
    /// <remarks>
    /// Computed on demand: a playbook that is neither verified nor called is validated without loading cryptography.
    /// </remarks>
    public string Sha256
    {
        get => _sha256 ??= Convert.ToHexStringLower(SHA256.HashData(Content.Span));
        init => _sha256 = value;
    }

    /// <summary>The playbook; null when there are errors.</summary>
    public Playbook? Playbook { get; init; }

    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>
    /// True when the file is, or was meant to be, a playbook and not another YAML file: it has <c>steps</c> at its top.
    /// </summary>
    public bool LooksLikePlaybook
    {
        get
        {
            if (Playbook is not null)
            {
                return true;
            }

            PlaybookValue? tree = YamlTreeReader.Read(Content, Path.Value, new DiagnosticBag());
            // When the YAML does not parse, a line that begins with 'steps:' decides.
            return tree is null
                ? Content.Span.StartsWith("steps:"u8) || Content.Span.IndexOf("\nsteps:"u8) >= 0
                : tree is MapValue map && map.Find("steps") is not null;
        }
    }
}
