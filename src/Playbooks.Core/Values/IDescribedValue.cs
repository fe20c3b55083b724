namespace Playbooks.Values;

/// <summary>A value of a higher room that says itself how messages describe it.</summary>
internal interface IDescribedValue
{
    /// <summary>With its article, such as "a credential".</summary>
    string Description { get; }
}
