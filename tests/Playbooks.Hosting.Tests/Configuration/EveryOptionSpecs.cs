using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Playbooks.Agent;
using Playbooks.Agent.Mapping;
using Playbooks.Storage;

namespace Playbooks.Hosting.Tests.Configuration;

/// <summary>Walks the options of every part by reflection: a new option that cannot be set from the configuration fails here.</summary>
public sealed class EveryOptionSpecs : IDisposable
{
    // What is no value, and so is registered with the services or set in code: the specs of what is registered show it.
    private static readonly Type[] Services =
    [
        typeof(IReadOnlyList<IStepHandler>), typeof(IReadOnlyList<IAuditSink>), typeof(ICredentialProvider), typeof(HttpClient),
        typeof(IExecutionStore), typeof(INoteStore), typeof(IWorkResultStore), typeof(IList<IIntentMatcher>),
        typeof(Microsoft.Extensions.AI.IEmbeddingGenerator<string, Microsoft.Extensions.AI.Embedding<float>>),
        typeof(Func<WorkRequest, string>), typeof(TimeProvider), typeof(ILogger), typeof(ILogger<PlaybookEngine>),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_one_is_set_from_the_configuration_under_the_path_of_its_property()
    {
        Dictionary<string, string?> configuration = [];
        Dictionary<string, object> expected = [];
        Walk("Playbooks", typeof(PlaybooksOptions), configuration, expected);
        Walk("Playbooks:Ansible", typeof(AnsibleHostingOptions), configuration, expected);
        Walk("Playbooks:Agent", typeof(AgentHostingOptions), configuration, expected);
        Walk("Playbooks:Store", typeof(SqliteStoreOptions), configuration, expected);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Services.AddPlaybooks(builder.Configuration.GetSection("Playbooks")).AddAnsible().AddAgent().AddSqliteStore();
        using IHost host = builder.Build();

        Dictionary<string, object> actual = [];
        Read("Playbooks", host.Services.GetRequiredService<IOptions<PlaybooksOptions>>().Value, actual);
        Read("Playbooks:Ansible", host.Services.GetRequiredService<IOptions<AnsibleHostingOptions>>().Value, actual);
        Read("Playbooks:Agent", host.Services.GetRequiredService<IOptions<AgentHostingOptions>>().Value, actual);
        Read("Playbooks:Store", host.Services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value, actual);

        expected.Count.ShouldBeGreaterThan(40);
        actual.OrderBy(option => option.Key, StringComparer.Ordinal).ShouldBe(expected.OrderBy(option => option.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Each_one_that_is_a_value_is_in_the_documentation()
    {
        Dictionary<string, string?> configuration = [];
        Walk("Playbooks", typeof(PlaybooksOptions), configuration, []);
        Walk("Playbooks:Ansible", typeof(AnsibleHostingOptions), configuration, []);
        Walk("Playbooks:Agent", typeof(AgentHostingOptions), configuration, []);
        Walk("Playbooks:Store", typeof(SqliteStoreOptions), configuration, []);
        string page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "hosting.md"));

        configuration.Keys.Where(key => !page.Contains($"`{key}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private void Walk(string key, Type options, Dictionary<string, string?> configuration, Dictionary<string, object> expected)
    {
        object defaults = Activator.CreateInstance(options)!;
        foreach (PropertyInfo property in Properties(options))
        {
            string name = $"{key}:{property.Name}";
            switch (property.GetValue(defaults))
            {
                case null or string when property.PropertyType == typeof(string):
                    Set(IsFolder(property) ? _folder.Path : property.Name == "Path" ? Path.Combine(_folder.Path, "history.db") : Filled.Text());
                    break;
                case int number:
                    Set(number + 1);
                    break;
                case long number:
                    Set(number + 1);
                    break;
                case double number:
                    Set(number / 2);
                    break;
                case bool flag:
                    Set(!flag);
                    break;
                case TimeSpan time:
                    Set(time + TimeSpan.FromSeconds(1));
                    break;
                case Enum choice:
                    Set(Enum.GetValues(property.PropertyType).Cast<object>().First(value => !value.Equals(choice)));
                    break;
                case IDictionary<string, string>:
                    configuration[$"{name}:NAME"] = Filled.Text();
                    expected[$"{name}:NAME"] = configuration[$"{name}:NAME"]!;
                    break;
                case ISet<string>:
                    configuration[$"{name}:0"] = Filled.Text();
                    expected[$"{name}:0"] = configuration[$"{name}:0"]!;
                    break;
                default:
                    Walk(name, property.PropertyType, configuration, expected);
                    break;
            }

            void Set(object value)
            {
                configuration[name] = Convert.ToString(value, CultureInfo.InvariantCulture);
                expected[name] = value;
            }
        }
    }

    private static void Read(string key, object options, Dictionary<string, object> values)
    {
        foreach (PropertyInfo property in Properties(options.GetType()))
        {
            string name = $"{key}:{property.Name}";
            switch (property.GetValue(options)!)
            {
                case string or ValueType:
                    values[name] = property.GetValue(options)!;
                    break;
                case IDictionary<string, string> map:
                    map.ToList().ForEach(entry => values[$"{name}:{entry.Key}"] = entry.Value);
                    break;
                case ISet<string> names:
                    names.Index().ToList().ForEach(entry => values[$"{name}:{entry.Index}"] = entry.Item);
                    break;
                case var below:
                    Read(name, below, values);
                    break;
            }
        }
    }

    private static bool IsFolder(PropertyInfo property) => property.Name is "LibraryRoot" or "Repository" or "ArtifactDirectory";

    private static IEnumerable<PropertyInfo> Properties(Type options)
        => options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => !Services.Contains(property.PropertyType));
}
