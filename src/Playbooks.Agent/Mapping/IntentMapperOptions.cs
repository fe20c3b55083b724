using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Playbooks.Agent.Mapping;

/// <summary>How an <see cref="IntentMapper"/> decides. The defaults suit most.</summary>
public sealed class IntentMapperOptions
{
    /// <summary>The threshold when nothing else is said.</summary>
    public const double DefaultThreshold = 0.85;

    /// <summary>The margin when nothing else is said.</summary>
    public const double DefaultMargin = 0.10;

    /// <summary>How sure a mapping must be.</summary>
    /// <value>0 to 1. A lower one admits words that nothing explains; it never admits another action, service or environment.</value>
    public double Threshold { get; set; } = DefaultThreshold;

    /// <summary>By how much the winner must beat the runner-up.</summary>
    /// <value>0 to 1.</value>
    public double Margin { get; set; } = DefaultMargin;

    /// <summary>A model of the application's choice for the embedding matcher; null for none. It stays the application's to dispose.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? EmbeddingGenerator { get; set; }

    /// <summary>How many playbooks' vectors are kept in memory, at least 1.</summary>
    public int CachedVectors { get; set; } = 10_000;

    /// <summary>Matchers of the application's own, asked after all others, in this order.</summary>
    public IList<IIntentMatcher> Matchers { get; } = [];

    /// <summary>Where the mapper says what it had to do without.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    internal static void ThrowIfInvalid(IntentMapperOptions options)
    {
        List<string> faults = [];
        if (options.Threshold is not (>= 0 and <= 1))
        {
            faults.Add($"Threshold is {options.Threshold}: give 0 to 1.");
        }

        if (options.Margin is not (>= 0 and <= 1))
        {
            faults.Add($"Margin is {options.Margin}: give 0 to 1.");
        }

        if (options.CachedVectors < 1)
        {
            faults.Add($"CachedVectors is {options.CachedVectors}: give 1 or more.");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }
    }
}
