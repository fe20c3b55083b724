namespace Playbooks.House.Tests;

/// <summary>Packages and folders stand in one direction: each uses only those before it.</summary>
public sealed class DirectionTests
{
    /// <summary>The packages that each package may use.</summary>
    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["Playbooks.Core"] = [],
        ["Playbooks.Ansible"] = ["Playbooks.Core"],
        ["Playbooks.Agent"] = ["Playbooks.Core", "Playbooks.Ansible"],
        ["Playbooks.Storage"] = ["Playbooks.Core"],
        ["Playbooks.Testing"] = ["Playbooks.Core"],
        ["Playbooks.Hosting"] = ["Playbooks.Core", "Playbooks.Ansible", "Playbooks.Agent", "Playbooks.Storage"],
    };

    /// <summary>The folders of each package, from the ground floor up; an empty name is the package's root.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Playbooks.Core"] =
        [
            "Diagnostics", "Values", "Credentials", "Model", "Processes", "Steps", "Reading", "Library", "Templates",
            "Planning", "Reporting", "Storage", "Execution", "Debugging",
        ],
        ["Playbooks.Agent"] =
        [
            "Requests", "Results", "Discovery", "Mapping", "Analysis", "Templates", "Handlers", "Telemetry", "",
        ],
        ["Playbooks.Storage"] = ["Sql", "Rows", "Sqlite", "PostgreSql", ""],
        ["Playbooks.Testing"] = ["Values", "", "Reports", "Steps"],
        ["Playbooks.Hosting"] =
        [
            "Configuration", "Queue", "", "Credentials", "Storage", "Ansible", "Agent", "Health",
        ],
        ["Playbooks.Ansible"] =
        [
            "Summaries", "Events", "Requests", "Backends", "Inspection", "Artifacts", "Tools", "Execution", "", "Steps",
        ],
    };

    /// <summary>Two files that may stand against the order, each with its reason; at most three.</summary>
    private static readonly Dictionary<Use, string> Exceptions = [];

    [Fact]
    public void Exceptions_AreFewAndNeeded()
    {
        Exceptions.Count.ShouldBeLessThanOrEqualTo(3);
        Exceptions.Keys.ShouldAllBe(use => Uses.All.Contains(use));
    }

    [Fact]
    public void Sources_AreReadWithTheirUses()
    {
        // A test of the test: a known use of each kind is found, so that an empty list is not taken for order.
        Uses.All.ShouldContain(new Use("Playbooks.Core/Planning/PlaybookPlanner.cs", "Playbooks.Core/Library/PlaybookPath.cs"));
        Uses.All.ShouldContain(use => use.User.StartsWith("Playbooks.Hosting/") && use.Used.StartsWith("Playbooks.Agent/"));
        Uses.All.Count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Packages_UseOnlyThoseThatTheyMayKnow()
    {
        IEnumerable<string> wrong = Uses.All
            .Where(use => Uses.PackageOf(use.User) != Uses.PackageOf(use.Used))
            .Where(use => !Packages[Uses.PackageOf(use.User)].Contains(Uses.PackageOf(use.Used)) && !Exceptions.ContainsKey(use))
            .Select(use => $"{use.User} uses {use.Used}");

        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(PackagesWithRooms))]
    public void Folders_UseOnlyThoseBelowThem(string package)
    {
        string[] rooms = Rooms[package];
        IEnumerable<string> unknown = Uses.FilesOf(package).Where(file => !rooms.Contains(Uses.RoomOf(file)));
        unknown.ShouldBeEmpty("a new folder needs its place in the order");

        IEnumerable<string> wrong = Uses.All
            .Where(use => Uses.PackageOf(use.User) == package && Uses.PackageOf(use.Used) == package)
            .Where(use => Array.IndexOf(rooms, Uses.RoomOf(use.User)) < Array.IndexOf(rooms, Uses.RoomOf(use.Used)))
            .Where(use => !Exceptions.ContainsKey(use))
            .Select(use => $"{use.User} uses {use.Used}");

        wrong.ShouldBeEmpty();
    }

    public static TheoryData<string> PackagesWithRooms() => [.. Rooms.Keys];
}
