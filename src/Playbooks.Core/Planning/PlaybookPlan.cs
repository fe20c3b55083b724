using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Playbooks;

/// <summary>
/// A whole nest of playbooks, checked and ready to run. Immutable: it holds the content that was checked, even when the
/// files change.
/// </summary>
/// <remarks>A plan can be shown without running it. Any number of threads can run it any number of times.</remarks>
public sealed class PlaybookPlan
{
    private string? _digest;

    internal PlaybookPlan(
        PlannedPlaybook root, IReadOnlyList<PlannedPlaybook> playbooks, IReadOnlyCollection<string> credentials)
    {
        Root = root;
        Playbooks = playbooks;
        Credentials = credentials;
    }

    /// <summary>The playbook that the plan was made for.</summary>
    public PlannedPlaybook Root { get; }

    /// <summary>Every playbook of the nest, the root first, each once.</summary>
    public IReadOnlyList<PlannedPlaybook> Playbooks { get; }

    /// <summary>The sorted names of the credentials that the run will ask for, as far as they are constants.</summary>
    public IReadOnlyCollection<string> Credentials { get; }

    /// <summary>
    /// The SHA-256 of the paths and contents of the whole nest, in lower-case hexadecimal. Plans with equal digests run
    /// the same content.
    /// </summary>
    public string Digest => _digest ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        Root.Path + "\n" + string.Join(
            '\n',
            Playbooks.Select(playbook => $"{playbook.Path} {playbook.Sha256}").Order(StringComparer.Ordinal)))));

    /// <summary>Writes the nest as an indented tree, one line for each step.</summary>
    public override string ToString() => PlanText.Write(this);

    /// <summary>Writes the nest as a Mermaid flowchart, which many Markdown viewers draw.</summary>
    public string ToMermaid() => PlanMermaid.Write(this);

    /// <summary>
    /// Writes the nest as an indented JSON object, with nested playbooks under the steps that run them.
    /// </summary>
    public string ToJson() => JsonText.Object(WriteJson);

    /// <summary>
    /// Writes the properties of <see cref="ToJson"/> into the open JSON object. A host may add its own properties.
    /// </summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        PlanJson.Write(writer, this);
    }
}
