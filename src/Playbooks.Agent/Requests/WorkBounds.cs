using Playbooks.Diagnostics;

namespace Playbooks.Agent;

/// <summary>The bounds of work requests. The defaults keep a request within the repository and its inventory.</summary>
public sealed record WorkBounds
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(49);

    /// <summary>
    /// Lets extra vars set where, how and as whom Ansible works: <c>ansible_*</c> and similar variables.
    /// </summary>
    public bool AllowConnectionVariables { get; set; }

    /// <summary>
    /// Lets texts of extra vars contain templates. Ansible evaluates them on this machine, where they can run programs.
    /// </summary>
    public bool AllowTemplates { get; set; }

    /// <summary>
    /// Lets an inventory be a list of any hosts (<c>web1,web2</c>), instead of a file or folder of the repository.
    /// </summary>
    public bool AllowInventoryHosts { get; set; }

    /// <summary>
    /// Lets a request name an inventory that is a program of the repository, or a folder that holds one. Ansible runs
    /// such a program on this machine. The repository's own inventory may always be one.
    /// </summary>
    public bool AllowInventoryPrograms { get; set; }

    /// <summary>Lets a request run a playbook that is not verified. Nested ones must always be verified.</summary>
    public bool AllowUnverifiedPlaybooks { get; set; }

    /// <summary>The longest time limit that a request may set.</summary>
    /// <value>More than zero, at most 49 days; one day by default.</value>
    public TimeSpan MaximumTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The largest number of forks that a request may ask for.</summary>
    /// <value>1 or more; 100 by default.</value>
    public int MaximumForks { get; set; } = 100;

    /// <summary>Finds everything that is wrong with the bounds.</summary>
    /// <returns>A sentence for each fault, which begins with the bound's name; empty when there is none.</returns>
    public IReadOnlyList<string> FindFaults() => new OptionFaults()
        .MoreThanZero(nameof(MaximumTimeout), MaximumTimeout, LongestTimeout)
        .AtLeast(nameof(MaximumForks), MaximumForks, 1)
        .Found;

    internal static WorkBounds Checked(WorkBounds? bounds)
    {
        bounds ??= new WorkBounds();
        OptionFaults.ThrowIfAny(bounds.FindFaults(), nameof(bounds));
        return bounds;
    }
}
