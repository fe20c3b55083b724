using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Diagnostics;

namespace Playbooks.Agent.Mapping;

/// <summary>The options of an <see cref="IntentMapper"/>. The defaults suit most applications.</summary>
public sealed class IntentMapperOptions
{
    /// <summary>The default threshold.</summary>
    public const double DefaultThreshold = 0.85;

    /// <summary>The default margin.</summary>
    public const double DefaultMargin = 0.10;

    /// <summary>The lowest confidence at which a playbook is selected.</summary>
    /// <value>0 to 1. A lower one admits unexplained words, but never another action, service or environment.</value>
    public double Threshold { get; set; } = DefaultThreshold;

    /// <summary>The lowest difference between the scores of the best and the second-best candidate.</summary>
    /// <value>0 to 1.</value>
    public double Margin { get; set; } = DefaultMargin;

    /// <summary>The model of the embedding matcher; null for none. The application disposes of it.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? EmbeddingGenerator { get; set; }

    /// <summary>The number of playbooks whose vectors are kept in memory, at least 1.</summary>
    public int CachedVectors { get; set; } = 10_000;

    /// <summary>The application's own matchers. They are asked after all others, in this order.</summary>
    public IList<IIntentMatcher> Matchers { get; } = [];

    /// <summary>The log of the mapper.</summary>
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
