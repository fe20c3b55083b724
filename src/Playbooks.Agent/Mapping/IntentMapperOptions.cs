using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;

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

    /// <summary>Finds everything that is wrong with the options.</summary>
    /// <returns>A sentence for each fault, which begins with the option's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults() => new OptionFaults()
        .Range(nameof(Threshold), Threshold, 0, 1.0)
        .Range(nameof(Margin), Margin, 0, 1.0)
        .AtLeast(nameof(CachedVectors), CachedVectors, 1)
        .NotNull(nameof(Logger), Logger)
        .Found;
}
