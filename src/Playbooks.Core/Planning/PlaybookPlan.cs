using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Playbooks;

/// <summary>A whole nest of playbooks, checked and ready. Immutable: it holds the content that was checked, whatever happens to the files.</summary>
/// <remarks>It can be shown without running it, and run any number of times, by any number of threads.</remarks>
public sealed class PlaybookPlan
{
    private string? _digest;

    internal PlaybookPlan(PlannedPlaybook root, IReadOnlyList<PlannedPlaybook> playbooks, IReadOnlyCollection<string> credentials)
    {
        Root = root;
        Playbooks = playbooks;
        Credentials = credentials;
    }

    /// <summary>The playbook that was asked for.</summary>
    public PlannedPlaybook Root { get; }

    /// <summary>Every playbook of the nest, the root first, each once.</summary>
    public IReadOnlyList<PlannedPlaybook> Playbooks { get; }

    /// <summary>The names of the credentials that the run will ask for, as far as they are constants, sorted.</summary>
    public IReadOnlyCollection<string> Credentials { get; }

    /// <summary>SHA-256, in lower-case hexadecimal, of the paths and contents of the whole nest: two plans with the same one run the same.</summary>
    public string Digest => _digest ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Root.Path}\n{string.Join('\n', Playbooks.Select(playbook => $"{playbook.Path} {playbook.Sha256}").Order(StringComparer.Ordinal))}")));

    /// <summary>The nest as an indented tree, a line a step.</summary>
    public override string ToString() => PlanText.Write(this);

    /// <summary>The nest as a flowchart in the language of Mermaid, which many viewers of Markdown draw.</summary>
    public string ToMermaid() => PlanMermaid.Write(this);

    /// <summary>The nest as an indented JSON object, nested playbooks behind the steps that run them.</summary>
    public string ToJson() => JsonText.Object(WriteJson);

    /// <summary>Writes the properties of <see cref="ToJson"/> into the open JSON object, to which a host may add its own.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        PlanJson.Write(writer, this);
    }
}
