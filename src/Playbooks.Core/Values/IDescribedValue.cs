namespace Playbooks.Values;

/// <summary>A value that describes itself in messages. Its type is declared in a folder above this one.</summary>
internal interface IDescribedValue
{
    /// <summary>The description with its article, such as "a credential".</summary>
    string Description { get; }
}
