using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>The query to a matcher.</summary>
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

    /// <summary>The normalized intent: in lower case, without punctuation, with single spaces.</summary>
    public string Normalized => Reading.Normalized;

    /// <summary>The playbooks that may be selected.</summary>
    public IReadOnlyList<AnsiblePlaybookInfo> Catalogue { get; }

    internal CatalogueIndex Index { get; }

    internal IntentReading Reading { get; }
}
