using System.IO.Compression;
using System.Xml.Linq;

namespace Playbooks.Acceptance.Tests.Packages;

[Collection(PackagesCollection.Name)]
public sealed class PackageSpecs(PackedPackages packages)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. PackedPackages.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_package_has_a_readme_documentation_symbols_and_a_license(string name)
    {
        await using ZipArchive package = await ZipFile.OpenReadAsync(Path.Combine(packages.Feed, $"{name}.{packages.Version}.nupkg"), Cancellation);
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        files.ShouldContain("README.md");
        files.ShouldContain($"lib/net10.0/{name}.dll");
        files.ShouldContain($"lib/net10.0/{name}.xml");

        await using Stream stream = await package.GetEntry($"{name}.nuspec")!.OpenAsync(Cancellation);
        XElement metadata = (await XDocument.LoadAsync(stream, LoadOptions.None, Cancellation)).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        Value(metadata, "license").ShouldBe("MIT");
        Value(metadata, "readme").ShouldBe("README.md");
        Value(metadata, "description").ShouldNotBeNullOrWhiteSpace();
        Value(metadata, "tags").ShouldNotBeNullOrWhiteSpace();

        await using ZipArchive symbols = await ZipFile.OpenReadAsync(Path.Combine(packages.Feed, $"{name}.{packages.Version}.snupkg"), Cancellation);
        symbols.Entries.Select(entry => entry.FullName).ShouldContain($"lib/net10.0/{name}.pdb");
    }

    [Theory]
    [InlineData("Playbooks.Core", "CliWrap", "Microsoft.Extensions.Logging.Abstractions", "YamlDotNet")]
    [InlineData("Playbooks.Ansible", "Playbooks.Core")]
    [InlineData("Playbooks.Agent", "Microsoft.Extensions.AI.Abstractions", "Playbooks.Ansible", "Playbooks.Core")]
    [InlineData("Playbooks.Storage", "Microsoft.Data.Sqlite", "Playbooks.Core", "SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core")]
    [InlineData(
        "Playbooks.Hosting",
        "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.Hosting.Abstractions",
        "Microsoft.Extensions.Options",
        "Playbooks.Agent",
        "Playbooks.Ansible",
        "Playbooks.Core")]
    [InlineData("Playbooks.Testing", "Playbooks.Core")]
    public async Task A_package_brings_only_what_it_is_for(string name, params string[] dependencies)
    {
        await using ZipArchive package = await ZipFile.OpenReadAsync(Path.Combine(packages.Feed, $"{name}.{packages.Version}.nupkg"), Cancellation);
        await using Stream stream = await package.GetEntry($"{name}.nuspec")!.OpenAsync(Cancellation);
        XDocument specification = await XDocument.LoadAsync(stream, LoadOptions.None, Cancellation);

        specification.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value)
            .Order(StringComparer.Ordinal).ShouldBe(dependencies);
    }

    [Fact(Timeout = Limit)]
    public async Task An_application_with_Hosting_alone_gets_no_SQLite_until_it_references_Storage()
    {
        ConsumerProject consumer = packages.MakeConsumer("HostingOnly", "Playbooks.Hosting");
        consumer.Write("Program.cs", """
            using Microsoft.Extensions.DependencyInjection;
            using Playbooks.Hosting;

            new ServiceCollection().AddPlaybooks(options => options.LibraryRoot = ".").AddAnsible();
            """);
        await consumer.BuildAsync(Cancellation);

        string[] files = [.. Directory.EnumerateFiles(consumer.Output, "*", SearchOption.AllDirectories).Select(Path.GetFileName)!];
        files.ShouldContain("Playbooks.Hosting.dll");
        files.ShouldAllBe(file => !file.Contains("sqlite", StringComparison.OrdinalIgnoreCase) && !file.StartsWith("Playbooks.Storage", StringComparison.Ordinal));

        consumer.Write("Program.cs", """
            using Microsoft.Extensions.DependencyInjection;
            using Playbooks.Hosting;

            new ServiceCollection().AddPlaybooks(options => options.LibraryRoot = ".").AddSqliteStore("history.db");
            """);
        string errors = await consumer.BuildFailsAsync(Cancellation);

        errors.ShouldContain("CS0012");
        errors.ShouldContain("'Playbooks.Storage, Version=");
    }

    [Fact(Timeout = Limit)]
    public async Task A_consumer_outside_the_solution_restores_the_packages_and_runs_a_step_type_of_its_own()
    {
        ConsumerProject consumer = packages.MakeConsumer("Consumer", [.. PackedPackages.Names, "Microsoft.Extensions.Hosting"]);
        consumer.Write("playbooks/child.yaml", """
            name: Child
            parameters: [{ name: who, required: true }]
            steps: [{ id: greet, type: demo.greet, parameters: { who: "{{ parameter.who }}" } }]
            outputs: { greeting: "{{ step.greet.greeting }}" }
            """);
        consumer.Write("playbooks/parent.yaml", """
            name: Parent
            steps:
              - { id: child, name: "Greet the world", type: playbook.run, parameters: { playbook: child.yaml, who: world } }
              - { id: files, name: "Put files in place", type: ansible.run, parameters: { playbook: site.yml } }
            outputs: { greeting: "{{ step.child.greeting }}", changed: "{{ step.files.changed_count }}" }
            """);
        consumer.Write("ansible/site.yml", """
            - hosts: localhost
              connection: local
              gather_facts: false
              tasks:
                - { name: Change something, ansible.builtin.command: "true" }
            """);
        consumer.Write("Program.cs", """
            using Microsoft.Extensions.DependencyInjection;
            using Playbooks;
            using Playbooks.Hosting;

            await using ServiceProvider services = new ServiceCollection()
                .AddPlaybooks(options => options.LibraryRoot = "playbooks")
                .AddStep<GreetStep>()
                .AddAnsible(options => { options.Repository = "ansible"; options.ArtifactRetention = 0; })
                .Services.BuildServiceProvider();
            PlaybookEngine engine = services.GetRequiredService<PlaybookEngine>();
            await engine.VerifyAsync("child.yaml");
            ExecutionReport report = (await engine.RunAsync("parent.yaml")).EnsureSucceeded();
            Console.WriteLine($"{report.Outputs["greeting"]} {report.Outputs["changed"]} changed");

            internal sealed class GreetStep : IStepHandler
            {
                public StepDefinition Definition { get; } = new()
                {
                    Type = "demo.greet",
                    Description = "Greets somebody.",
                    Parameters = [new() { Name = "who", Required = true }],
                    Outputs = [new("greeting", "The greeting.")],
                };

                public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
                    => new(StepResult.Completed(new Dictionary<string, object?> { ["greeting"] = $"Hello, {context.Arguments.GetString("who")}!" }));
            }
            """);

        string output = await consumer.RunAsync(Cancellation);

        output.Trim().ShouldBe("Hello, world! 1 changed");
    }

    private static string? Value(XElement metadata, string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
}
