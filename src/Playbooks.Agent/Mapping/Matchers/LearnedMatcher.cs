using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Playbooks.Agent.Discovery;
using Playbooks.Storage;

namespace Playbooks.Agent.Mapping;

/// <summary>The same intent was confirmed before, for a playbook that is still what it was.</summary>
internal sealed class LearnedMatcher(INoteStore notes, string scope, ILogger logger) : IIntentMatcher
{
    private readonly string _category = scope.Length == 0 ? "ansible.intents" : $"ansible.intents:{scope}";

    public string Name => "learned";

    public async ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken)
    {
        string key = KeyOf(query.Normalized);
        if (query.Normalized.Length == 0 || Read(await notes.FindNoteAsync(_category, key, cancellationToken).ConfigureAwait(false)) is not LearnedMapping learned || learned.Intent != query.Normalized)
        {
            return [];
        }

        AnsiblePlaybookInfo? playbook = query.Catalogue.FirstOrDefault(info => info.Path == learned.Playbook && info.Digest == learned.Digest);
        if (playbook is not null)
        {
            return [new IntentCandidate(playbook, 1)];
        }

        await notes.RemoveNoteAsync(_category, key, cancellationToken).ConfigureAwait(false);
        MappingLog.Forgotten(logger, learned.Playbook);
        return [];
    }

    public ValueTask LearnAsync(string normalized, AnsiblePlaybookInfo playbook, CancellationToken cancellationToken)
        => notes.WriteNoteAsync(
            _category, KeyOf(normalized), JsonSerializer.Serialize(new LearnedMapping(normalized, playbook.Path, playbook.Digest), IntentJson.Readable.LearnedMapping), cancellationToken);

    public ValueTask<bool> ForgetAsync(string normalized, CancellationToken cancellationToken) => notes.RemoveNoteAsync(_category, KeyOf(normalized), cancellationToken);

    /// <summary>Of one length, whatever the intent's.</summary>
    private static string KeyOf(string normalized) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalized)));

    private static LearnedMapping? Read(string? note)
    {
        try
        {
            return note is null ? null : JsonSerializer.Deserialize(note, IntentJson.Readable.LearnedMapping);
        }
        catch (JsonException)
        {
            // Written by something else: nothing was learned, then.
            return null;
        }
    }
}
