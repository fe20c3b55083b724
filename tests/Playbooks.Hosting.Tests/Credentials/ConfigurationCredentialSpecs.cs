using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Playbooks.Hosting.Tests.Credentials;

public sealed class ConfigurationCredentialSpecs : IDisposable
{
    private readonly TemporaryFolder _library = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_section_is_a_credential()
    {
        Credential credential = (await FindAsync("""{ "gate": { "Username": "ops", "Password": "hidden", "ApiKey": "key" } }""", "gate")).ShouldNotBeNull();

        credential.Name.ShouldBe("gate");
        credential.Username.ShouldBe("ops");
        credential.Password.ShouldNotBeNull().Reveal().ShouldBe("hidden");
        credential.Fields.Keys.ShouldBe(["ApiKey"]);
    }

    [Fact]
    public async Task Names_and_fields_are_the_same_in_upper_and_lower_case()
    {
        Credential credential = (await FindAsync("""{ "Gate": { "USERNAME": "ops", "password": "hidden", "ApiKey": "key" } }""", "gATE")).ShouldNotBeNull();

        credential.Name.ShouldBe("gATE");
        credential.Username.ShouldBe("ops");
        credential.Password.ShouldNotBeNull();
        credential.Fields["apikey"].Reveal().ShouldBe("key");
    }

    [Theory]
    [InlineData("other")]
    [InlineData("gate:Username")]
    [InlineData("gate-way")]
    public async Task A_name_without_a_section_is_no_credential(string name)
        => (await FindAsync("""{ "gate": { "Username": { "Username": "x" } }, "gate_way": { "Username": "x" } }""", name)).ShouldBeNull();

    [Theory]
    [InlineData("""{ "gate": {} }""", "The configuration section 'Playbooks:Credentials:gate' holds no credential: give it a 'Username', a 'Password' or another field")]
    [InlineData("""{ "gate": "hidden" }""", "The configuration section 'Playbooks:Credentials:gate' holds no credential: give it a 'Username', a 'Password' or another field")]
    [InlineData("""{ "gate": { "Token": { "Value": "hidden" } } }""", "The configuration section 'Playbooks:Credentials:gate:Token' must be a value: a field of a credential holds no further ones")]
    public async Task A_section_that_is_no_credential_is_an_error_that_says_so(string credentials, string message)
        => (await Should.ThrowAsync<PlaybookException>(() => FindAsync(credentials, "gate"))).Message.ShouldBe(message);

    [Fact]
    public async Task A_reload_counts_from_the_next_call_on()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        ConfigurationCredentialProvider provider = new(configuration);
        (await provider.FindAsync("gate", Cancellation)).ShouldBeNull();

        configuration["Playbooks:Credentials:gate:Password"] = "new";

        (await provider.FindAsync("gate", Cancellation)).ShouldNotBeNull().Password.ShouldNotBeNull().Reveal().ShouldBe("new");
    }

    [Fact]
    public async Task Providers_are_asked_in_the_order_in_which_they_were_added()
    {
        _library.Write("login.yaml", """
            name: Login
            steps:
              - { id: say, type: utility.log, parameters: { message: "in" } }
            outputs: { a: "{{ credential.a.username }}", b: "{{ credential.b.username }}" }
            """);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration["Playbooks:Credentials:a:Username"] = "from the configuration";
        builder.Configuration["Playbooks:Credentials:b:Username"] = "from the configuration";
        builder.Services.AddPlaybooks(options => options.LibraryRoot = _library.Path)
            .AddCredentials(new InMemoryCredentialProvider(new Credential { Name = "a", Username = "from memory" }))
            .AddConfigurationCredentials();
        using IHost host = builder.Build();

        ExecutionReport report = await host.Services.GetRequiredService<PlaybookEngine>().RunAsync("login.yaml", cancellationToken: Cancellation);

        report.EnsureSucceeded().Outputs["a"].ShouldBe("from memory");
        report.Outputs["b"].ShouldBe("from the configuration");
    }

    [Fact]
    public void Without_a_configuration_the_error_names_what_is_missing()
    {
        ServiceCollection services = new();
        services.AddPlaybooks(options => options.LibraryRoot = _library.Path).AddConfigurationCredentials();
        using ServiceProvider provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(provider.GetRequiredService<PlaybookEngine>).Message.ShouldContain("services.AddSingleton<IConfiguration>(configuration)");
    }

    private static async Task<Credential?> FindAsync(string credentials, string name)
    {
        using MemoryStream json = new(Encoding.UTF8.GetBytes($$"""{ "Playbooks": { "Credentials": {{credentials}} } }"""));
        return await new ConfigurationCredentialProvider(new ConfigurationBuilder().AddJsonStream(json).Build()).FindAsync(name, Cancellation);
    }
}
