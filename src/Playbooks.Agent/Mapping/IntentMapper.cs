using Microsoft.Extensions.Logging;
using Playbooks.Agent.Discovery;
using Playbooks.Diagnostics;
using Playbooks.Storage;

namespace Playbooks.Agent.Mapping;

/// <summary>Finds the Ansible playbook that a sentence means: "Deploy Kuma".</summary>
/// <remarks>
/// It may select, never authorise: whether the playbook runs, and for whom, is decided elsewhere. When in doubt it selects nothing, and
/// says what it doubts. Safe for any number of threads; one mapper for an application is enough.
/// </remarks>
/// <example>
/// <code>
/// IntentMapper mapper = new();
/// IntentMapping mapping = await mapper.MapAsync("Deploy Kuma", catalogue, ["kuma_port"]);
/// Console.WriteLine(mapping.Playbook?.Path ?? mapping.Suggestion);
/// </code>
/// </example>
public sealed class IntentMapper
{
    /// <summary>How long an intent may be: 2,000 characters. Of a longer one nothing is selected.</summary>
    public const int MaximumIntentLength = IntentReader.LongestIntent;

    private readonly double _threshold;
    private readonly double _margin;
    private readonly ILogger _logger;
    private readonly LearnedMatcher _learned;
    private readonly IReadOnlyList<IIntentMatcher> _matchers;

    /// <summary>A mapper with these options; with none, offline and with what it learns in memory.</summary>
    /// <param name="options">What is changed later has no effect.</param>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message names every fault.</exception>
    public IntentMapper(IntentMapperOptions? options = null)
    {
        options ??= new IntentMapperOptions();
        OptionFaults.ThrowIfAny(options.FindFaults(), nameof(options));
        _threshold = options.Threshold;
        _margin = options.Margin;
        _logger = options.Logger;
        _learned = new LearnedMatcher(options.Notes ?? new InMemoryExecutionStore(), options.Scope, options.Logger);
        _matchers =
        [
            new ExactMatcher(),
            _learned,
            new LexicalMatcher(),
            .. options.EmbeddingGenerator is { } generator ? new IIntentMatcher[] { new EmbeddingMatcher(generator, options.CachedVectors) } : [],
            .. options.Matchers,
        ];
    }

    /// <summary>Finds what an intent means. Any text is taken, and what is in it never throws.</summary>
    /// <param name="intent">One order for one service, in English.</param>
    /// <param name="catalogue">What may be selected. The same list again is quicker: what was made of it is kept as long as it is.</param>
    /// <param name="givenVariables">The names of the variables that the playbook would get.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IntentMapping> MapAsync(
        string intent, IReadOnlyList<AnsiblePlaybookInfo> catalogue, IReadOnlyCollection<string>? givenVariables = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(catalogue);
        cancellationToken.ThrowIfCancellationRequested();
        IntentQuery query = new(intent, catalogue);
        List<Judgement> judgements = [];
        foreach (IIntentMatcher matcher in _matchers)
        {
            Judgement judgement = await AskAsync(matcher, query, givenVariables ?? [], cancellationToken).ConfigureAwait(false);
            judgements.Add(judgement);
            if (judgement.IsFinal)
            {
                break;
            }
        }

        return MappingReport.Make(query, judgements);
    }

    /// <summary>Remembers that an intent means a playbook, until that is gone or its content changes.</summary>
    /// <param name="intent">The intent, which somebody confirmed.</param>
    /// <param name="playbook">What it means.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The intent orders nothing, or something else than the playbook does: it could never be selected.</exception>
    /// <exception cref="ExecutionStoreException">It could not be written.</exception>
    public async Task LearnAsync(string intent, AnsiblePlaybookInfo playbook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(playbook);
        IntentQuery query = new(intent, [playbook]);
        if (IntentGates.FindStop(query.Index.Profiles[0], query, isConfirmed: true, weighsWords: false) is (_, string reason))
        {
            throw new ArgumentException($"'{intent}' cannot mean {playbook.Path}: {reason}", nameof(intent));
        }

        await _learned.LearnAsync(query.Normalized, playbook, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets what was learned of an intent.</summary>
    /// <returns>Whether anything was.</returns>
    /// <exception cref="ExecutionStoreException">It could not be written.</exception>
    public async Task<bool> ForgetAsync(string intent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(intent);
        return await _learned.ForgetAsync(new IntentQuery(intent, []).Normalized, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Judgement> AskAsync(IIntentMatcher matcher, IntentQuery query, IReadOnlyCollection<string> givenVariables, CancellationToken cancellationToken)
    {
        IntentMethod method = matcher switch { ExactMatcher => IntentMethod.Exact, LearnedMatcher => IntentMethod.Cached, _ => IntentMethod.Semantic };
        try
        {
            IReadOnlyList<IntentCandidate> candidates = await matcher.MatchAsync(query, cancellationToken).ConfigureAwait(false);
            return Judge.Decide(matcher, method, candidates, query, givenVariables, _threshold, _margin);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A model or a store that cannot be reached must not keep an intent from being understood without it.
            MappingLog.MatcherFailed(_logger, matcher.Name, exception);
            return new Judgement(matcher.Name, method, [], null, $"failed ({exception.Message})", false);
        }
    }
}
