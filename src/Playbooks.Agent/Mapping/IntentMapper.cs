using Microsoft.Extensions.Logging;
using Playbooks.Agent.Discovery;
using Playbooks.Diagnostics;

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
    private readonly IReadOnlyList<IIntentMatcher> _matchers;

    /// <summary>A mapper with these options; with none, it works offline.</summary>
    /// <param name="options">What is changed later has no effect.</param>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message names every fault.</exception>
    public IntentMapper(IntentMapperOptions? options = null)
    {
        options ??= new IntentMapperOptions();
        OptionFaults.ThrowIfAny(options.FindFaults(), nameof(options));
        _threshold = options.Threshold;
        _margin = options.Margin;
        _logger = options.Logger;
        _matchers =
        [
            new ExactMatcher(),
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
        List<MatcherResult> results = [];
        foreach (IIntentMatcher matcher in _matchers)
        {
            MatcherResult result = await AskAsync(matcher, query, givenVariables ?? [], cancellationToken).ConfigureAwait(false);
            results.Add(result);
            if (result.IsFinal)
            {
                break;
            }
        }

        return MappingReport.Make(query, results);
    }

    private async Task<MatcherResult> AskAsync(IIntentMatcher matcher, IntentQuery query, IReadOnlyCollection<string> givenVariables, CancellationToken cancellationToken)
    {
        IntentMethod method = matcher is ExactMatcher ? IntentMethod.Exact : IntentMethod.Semantic;
        try
        {
            IReadOnlyList<IntentCandidate> candidates = await matcher.MatchAsync(query, cancellationToken).ConfigureAwait(false);
            return CandidateSelection.Decide(matcher, method, candidates, query, givenVariables, _threshold, _margin);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A model that cannot be reached must not keep an intent from being understood without it.
            MappingLog.MatcherFailed(_logger, matcher.Name, exception);
            return new MatcherResult(matcher.Name, method, [], null, $"failed ({exception.Message})", false);
        }
    }
}
