using Microsoft.Extensions.Logging;
using Playbooks.Agent.Discovery;
using Playbooks.Diagnostics;

namespace Playbooks.Agent.Mapping;

/// <summary>Finds the Ansible playbook that a sentence means: "Deploy Kuma".</summary>
/// <remarks>
/// The mapper selects a playbook; it does not authorize its run. When in doubt it selects none, and says why. Safe for
/// any number of threads; one mapper for an application is enough.
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
    /// <summary>The longest intent, in characters: 2,000. For a longer one no playbook is selected.</summary>
    public const int MaximumIntentLength = IntentReader.LongestIntent;

    private readonly double _threshold;
    private readonly double _margin;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<IIntentMatcher> _matchers;

    /// <summary>Creates a mapper. Without options it works offline.</summary>
    /// <param name="options">The options; later changes have no effect.</param>
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

    /// <summary>Finds the playbook that an intent means. Any text is accepted; no text makes it throw.</summary>
    /// <param name="intent">One order for one service, in English.</param>
    /// <param name="catalogue">The playbooks that may be selected. The same list is faster the second time, because its
    /// index is kept.</param>
    /// <param name="givenVariables">The names of the variables that the playbook would get.</param>
    /// <param name="cancellationToken">Ends the mapping.</param>
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
            // Without its model a matcher cannot work, but the others still can.
            MappingLog.MatcherFailed(_logger, matcher.Name, exception);
            return new MatcherResult(matcher.Name, method, [], null, $"failed ({exception.Message})", false);
        }
    }
}
