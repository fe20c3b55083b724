using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Hosting.Tests.Storage;

public sealed class AddStoreSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_history_in_a_file_below_the_content_root_is_closed_with_the_host()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        builder.Services.AddPlaybooks(options => options.LibraryRoot = ".").AddSqliteStore("state/history.db");
        IExecutionStore store;
        using (IHost host = builder.Build())
        {
            await host.StartAsync(Cancellation);
            store = host.Services.GetRequiredService<IExecutionStore>();
            await store.CreateAsync(Run("a"), [], Cancellation);
            File.Exists(Path.Combine(_folder.Path, "state", "history.db-wal")).ShouldBeTrue();
            host.Services.GetRequiredService<IExecutionStore>().ShouldBeSameAs(store);
            host.Services.GetRequiredService<PlaybookEngine>().ShouldNotBeNull();
        }

        Directory.GetFiles(Path.Combine(_folder.Path, "state")).Select(Path.GetFileName).ShouldBe(["history.db"]);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.FindAsync("a", Cancellation));
    }

    [Fact]
    public async Task Every_fault_of_the_options_is_named_when_the_host_starts()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddPlaybooks(options => options.LibraryRoot = _folder.Path).AddSqliteStore(options => options.BusyTimeout = TimeSpan.FromHours(1));
        using IHost host = builder.Build();

        OptionsValidationException thrown = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        thrown.Failures.ShouldBe(["Playbooks:Store:Path is not set: give the file of the history in AddSqliteStore", "Playbooks:Store:BusyTimeout is 01:00:00; it must be from 00:00:01 to 00:10:00"]);
    }

    [Theory]
    [InlineData("/proc/self/nowhere/history.db", "Playbooks:Store:Path: ")]
    [InlineData("file.txt", "it is not a SQLite database: give another path")]
    [InlineData("file.txt/history.db", "Playbooks:Store:Path: ")]
    public async Task A_file_that_cannot_be_used_is_found_when_the_host_starts(string path, string expected)
    {
        _folder.Write("file.txt", new string('x', 5000));
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        builder.Services.AddPlaybooks(options => options.LibraryRoot = ".").AddSqliteStore(path);
        using IHost host = builder.Build();

        OptionsValidationException thrown = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        thrown.Failures.ShouldHaveSingleItem().ShouldContain(expected, Case.Insensitive);
    }

    [Fact]
    public async Task A_store_of_the_application_stays_its_own_and_the_last_one_counts()
    {
        SqlExecutionStore store = SqlExecutionStore.Sqlite(Path.Combine(_folder.Path, "own.db"));
        ServiceCollection services = new();
        services.AddPlaybooks(options => options.LibraryRoot = _folder.Path).AddExecutionStore(new InMemoryExecutionStore()).AddExecutionStore(store);
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<IExecutionStore>().ShouldBeSameAs(store);
        }

        (await store.FindAsync("a", Cancellation)).ShouldBeNull();
        await store.DisposeAsync();
    }
}
