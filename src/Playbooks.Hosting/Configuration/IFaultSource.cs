namespace Playbooks.Hosting;

/// <summary>Finds what is wrong with the options of one part, so that all parts are reported in one message.</summary>
internal interface IFaultSource
{
    /// <summary>Each with its configuration key first, and what to do.</summary>
    IEnumerable<string> Faults();
}
