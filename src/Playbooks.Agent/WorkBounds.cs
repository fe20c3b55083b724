namespace Playbooks.Agent;

/// <summary>What a work request may not do, unless the application allows it. The defaults keep a request within the repository and its inventory.</summary>
public sealed record WorkBounds
{
    /// <summary>Whether extra vars may say where, how and as whom Ansible works: <c>ansible_*</c> and the like.</summary>
    public bool AllowConnectionVariables { get; init; }

    /// <summary>Whether texts of extra vars may hold templates. Ansible evaluates them on this machine, where they can run programs.</summary>
    public bool AllowTemplates { get; init; }

    /// <summary>Whether an inventory may be a list of hosts (<c>web1,web2</c>), any hosts, instead of a file or folder of the repository.</summary>
    public bool AllowInventoryHosts { get; init; }

    /// <summary>Whether a request may run a playbook that nobody verified. Nested ones must always be verified.</summary>
    public bool AllowUnverifiedPlaybooks { get; init; }

    /// <summary>The longest time limit that a request may set.</summary>
    /// <value>More than zero; one day by default.</value>
    public TimeSpan MaximumTimeout { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The most forks that a request may ask for.</summary>
    /// <value>1 or more; 100 by default.</value>
    public int MaximumForks { get; init; } = 100;

    internal static WorkBounds Checked(WorkBounds? bounds)
    {
        bounds ??= new WorkBounds();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(bounds.MaximumTimeout, TimeSpan.Zero, nameof(bounds));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bounds.MaximumTimeout, TimeSpan.FromDays(49), nameof(bounds));
        ArgumentOutOfRangeException.ThrowIfLessThan(bounds.MaximumForks, 1, nameof(bounds));
        return bounds;
    }
}
