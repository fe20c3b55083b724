using System.Text.Json.Serialization;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>The parser's answer for one file.</summary>
/// <param name="Id">The job's number.</param>
/// <param name="Facts">The facts of the file.</param>
internal sealed record ParserAnswer(int Id, AnsibleFileFacts Facts);

/// <summary>Reads the parser's answers, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ParserAnswer))]
internal sealed partial class FactsJson : JsonSerializerContext;
