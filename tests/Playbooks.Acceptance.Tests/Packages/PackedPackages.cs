namespace Playbooks.Acceptance.Tests.Packages;

/// <summary>The packages, packed once for all tests, under a version of their own in a folder of their own.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    public static readonly string[] Names =
    [
        "Playbooks.Core", "Playbooks.Ansible", "Playbooks.Agent", "Playbooks.Storage", "Playbooks.Hosting", "Playbooks.Testing",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-packages-").FullName;

    /// <summary>No other packages have it, so that no cache can serve old ones.</summary>
    public string Version { get; } = $"0.1.0-acceptance.{Guid.NewGuid():N}";

    public string Feed => Path.Combine(_folder, "feed");

    public async ValueTask InitializeAsync()
    {
        using CancellationTokenSource limit = new(HangGuard.Time);
        Directory.CreateDirectory(Feed);

        // The analyzers have had their say when the tests were built.
        Command pack = new(Checkout.PathOf("build", "pack.sh"), Feed, Version) { Environment = new Dictionary<string, string> { ["RunAnalyzers"] = "false" } };
        await pack.RunAsync(limit.Token);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Installs the console app as people do, from the packed package alone.</summary>
    internal async Task<InstalledTool> InstallToolAsync(CancellationToken cancellationToken)
    {
        string folder = Path.Combine(_folder, "tool");
        Directory.CreateDirectory(folder);
        string sources = Path.Combine(folder, "nuget.config");
        await File.WriteAllTextAsync(sources, $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources><clear /><add key="packed" value="{Feed}" /></packageSources>
            </configuration>
            """, cancellationToken);
        Command install = new(
            "dotnet", "tool", "install", "Playbooks.Cli", "--version", Version, "--tool-path", folder, "--configfile", sources)
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(_folder, "cache") },
        };
        await install.RunAsync(cancellationToken);
        return new InstalledTool(folder);
    }

    /// <summary>A console project outside the solution that knows the packages only by their names.</summary>
    internal ConsumerProject MakeConsumer(string name, params string[] packages)
    {
        string folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(folder);
        string references = string.Concat(packages.Select(package => package.StartsWith("Playbooks.", StringComparison.Ordinal)
            ? $"""<PackageReference Include="{package}" Version="{Version}" />"""
            : $"""<PackageReference Include="{package}" Version="10.0.14" />"""));
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <WarningsNotAsErrors>NU1603;NU1901;NU1902;NU1903;NU1904</WarningsNotAsErrors>
                <RestorePackagesPath>{Path.Combine(_folder, "cache")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
            </configuration>
            """);
        return new ConsumerProject(folder, name);
    }
}

internal sealed record ConsumerProject(string Folder, string Name)
{
    public void Write(string path, string text)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>The folder into which it is built.</summary>
    public string Output => Path.Combine(Folder, "bin", "Debug", "net10.0");

    public Task<string> BuildAsync(CancellationToken cancellationToken) => Build().RunAsync(cancellationToken);

    /// <summary>Builds it, and gives the errors with which that fails.</summary>
    public Task<string> BuildFailsAsync(CancellationToken cancellationToken)
        => (Build() with { ExitCode = 1 }).RunAsync(cancellationToken);

    private Command Build() => new("dotnet", "build", "--nologo", "-v", "quiet", Folder) { WorkingDirectory = Folder };

    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        await BuildAsync(cancellationToken);
        return await new Command("dotnet", Path.Combine(Output, $"{Name}.dll")) { WorkingDirectory = Folder }.RunAsync(cancellationToken);
    }
}

/// <summary>The console app in a folder of its own, in which it also runs.</summary>
internal sealed record InstalledTool(string Folder)
{
    public string Program => Path.Combine(Folder, "playbooks");

    public string History => Path.Combine(Folder, "history.db");
}

[CollectionDefinition(Name)]
public sealed class PackagesCollection : ICollectionFixture<PackedPackages>
{
    public const string Name = "packages";
}
