using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>What a matcher is asked.</summary>
public sealed class IntentQuery
{
    internal IntentQuery(string intent, IReadOnlyList<AnsiblePlaybookInfo> catalogue)
    {
        Intent = intent;
        Catalogue = catalogue;
        Index = CatalogueIndex.Of(catalogue);
        Reading = IntentReader.Read(intent, Index);
    }

    /// <summary>The intent as it was given.</summary>
    public string Intent { get; }

    /// <summary>The form in which two intents are the same: lower case, no punctuation, single spaces.</summary>
    public string Normalized => Reading.Normalized;

    /// <summary>What may be selected.</summary>
    public IReadOnlyList<AnsiblePlaybookInfo> Catalogue { get; }

    internal CatalogueIndex Index { get; }

    internal IntentReading Reading { get; }
}
