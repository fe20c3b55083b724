namespace Playbooks.Hosting;

/// <summary>Finds the faults in the options of one part, so that one message can report those of all parts.</summary>
internal interface IFaultSource
{
    /// <summary>Finds the faults, each with its configuration key first and a remedy at the end.</summary>
    IEnumerable<string> Faults();
}
