using System.Text.Json;
using Microsoft.Extensions.Logging;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>When a repository is scanned, and what is kept of it.</summary>
public sealed class CatalogSpecs : IDisposable
{
    private const string Play = "- hosts: web\n";

    private readonly FakeRepository _repository = new(recordedCase: null);
    private readonly TestClock _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Nothing_is_read_before_the_first_request()
    {
        using AnsiblePlaybookCatalog catalog = Catalog();
        _repository.Write("late.yml", Play);

        (await catalog.GetAsync(cancellationToken: Cancellation)).Playbooks.Single().Path.ShouldBe("late.yml");
    }

    [Fact]
    public async Task A_listing_is_kept_for_its_lifetime()
    {
        using AnsiblePlaybookCatalog catalog = Catalog();
        AnsiblePlaybookListing first = await catalog.GetAsync(cancellationToken: Cancellation);
        _repository.Write("new.yml", Play);

        _time.Advance(TimeSpan.FromMinutes(59));
        (await catalog.GetAsync(cancellationToken: Cancellation)).ShouldBeSameAs(first);

        _time.Advance(TimeSpan.FromMinutes(1));
        AnsiblePlaybookListing second = await catalog.GetAsync(cancellationToken: Cancellation);
        second.Playbooks.Single().Path.ShouldBe("new.yml");
        (second.ScannedAt - first.ScannedAt).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_lifetime_of_zero_scans_at_every_request()
    {
        using AnsiblePlaybookCatalog catalog = Catalog(TimeSpan.Zero);

        (await catalog.GetAsync(cancellationToken: Cancellation)).ShouldNotBeSameAs(await catalog.GetAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task An_infinite_lifetime_scans_only_when_asked_to()
    {
        using AnsiblePlaybookCatalog catalog = Catalog(Timeout.InfiniteTimeSpan);
        AnsiblePlaybookListing first = await catalog.GetAsync(cancellationToken: Cancellation);
        _time.Advance(TimeSpan.FromDays(1000));

        (await catalog.GetAsync(cancellationToken: Cancellation)).ShouldBeSameAs(first);
        (await catalog.GetAsync(forceRefresh: true, Cancellation)).ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task A_forced_refresh_sees_what_changed()
    {
        using AnsiblePlaybookCatalog catalog = Catalog();
        await catalog.GetAsync(cancellationToken: Cancellation);
        _repository.Write("new.yml", Play);

        (await catalog.GetAsync(forceRefresh: true, Cancellation)).Playbooks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_first_requests_share_one_scan()
    {
        for (int i = 0; i < 100; i++)
        {
            _repository.Write($"p{i}.yml", Play);
        }

        using AnsiblePlaybookCatalog catalog = Catalog();

        AnsiblePlaybookListing[] listings = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => catalog.GetAsync(cancellationToken: Cancellation)));

        listings.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_forced_and_plain_requests_all_end_with_what_was_there()
    {
        _repository.Write("p.yml", Play);
        using AnsiblePlaybookCatalog catalog = Catalog(TimeSpan.Zero);

        AnsiblePlaybookListing[] listings = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => catalog.GetAsync(i % 3 == 0, Cancellation))));

        listings.ShouldAllBe(listing => listing.Playbooks.Count == 1);
    }

    [Fact]
    public async Task A_cancelled_request_ends_without_ending_the_scan_of_the_others()
    {
        _repository.Write("p.yml", Play);
        using AnsiblePlaybookCatalog catalog = Catalog();
        using CancellationTokenSource cancelled = new();
        Task<AnsiblePlaybookListing> other = catalog.GetAsync(cancellationToken: Cancellation);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => catalog.GetAsync(forceRefresh: true, cancelled.Token));

        (await other).Playbooks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repository_that_has_gone_is_an_error_until_it_is_back()
    {
        using AnsiblePlaybookCatalog catalog = Catalog();
        Directory.Delete(_repository.Folder, recursive: true);
        await Should.ThrowAsync<AnsibleRepositoryNotFoundException>(() => catalog.GetAsync(cancellationToken: Cancellation));

        _repository.Write("p.yml", Play);

        (await catalog.GetAsync(cancellationToken: Cancellation)).Playbooks.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("#!/bin/sh\nexec python3 -I -S \"$@\"\n", "No module named")]
    [InlineData("#!/bin/sh\nexit 7\n", "exit code 7")]
    [InlineData("#!/bin/sh\necho hello\nexec cat > /dev/null\n", "something else than answers")]
    [InlineData(null, "was not found")]
    public async Task Without_Ansibles_Python_files_cannot_be_read_and_the_error_says_what_to_do(string? program, string reason)
    {
        string python = Path.Combine(_repository.Folder, "python");
        if (program is not null)
        {
            _repository.Write("python", program);
            File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        using AnsiblePlaybookCatalog catalog = new(_repository.Folder, new AnsiblePlaybookCatalogOptions { PythonProgram = python });
        _repository.Write("p.yml", Play);

        string message = (await Should.ThrowAsync<AnsibleDiscoveryException>(() => catalog.GetAsync(cancellationToken: Cancellation))).Message;

        message.ShouldContain(reason);
        File.Delete(Path.Combine(_repository.Folder, "p.yml"));
        File.Delete(Path.Combine(_repository.Folder, "site.yml"));
        (await catalog.GetAsync(cancellationToken: Cancellation)).Playbooks.ShouldBeEmpty("No file needs a parser");
    }

    [Fact]
    public async Task A_disposed_catalogue_says_so()
    {
        AnsiblePlaybookCatalog catalog = Catalog();
        catalog.Dispose();
        catalog.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(() => catalog.GetAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public void A_missing_folder_and_impossible_options_are_refused()
    {
        Should.Throw<AnsibleRepositoryNotFoundException>(() => new AnsiblePlaybookCatalog("/no/such/repository"));
        string message = Should.Throw<ArgumentException>(() => new AnsiblePlaybookCatalog(
            _repository.Folder,
            new AnsiblePlaybookCatalogOptions { Lifetime = TimeSpan.FromSeconds(-5), MaximumParallelism = 0, MaximumFileBytes = 0 })).Message;
        message.ShouldContain("Lifetime");
        message.ShouldContain("MaximumParallelism");
        message.ShouldContain("MaximumFileBytes");
    }

    [Fact(Timeout = Limit)]
    public async Task A_watched_repository_is_scanned_again_once_its_files_are_still()
    {
        using AnsiblePlaybookCatalog catalog = new(_repository.Folder, new AnsiblePlaybookCatalogOptions { WatchFiles = true, TimeProvider = _time });
        AnsiblePlaybookListing first = await catalog.GetAsync(cancellationToken: Cancellation);
        _repository.Write("new.yml", Play);

        await _time.TimerAsync(TimeSpan.FromMilliseconds(500));
        (await catalog.GetAsync(cancellationToken: Cancellation)).ShouldBeSameAs(first);

        _time.Advance(TimeSpan.FromMilliseconds(500));
        (await catalog.GetAsync(cancellationToken: Cancellation)).Playbooks.Single().Path.ShouldBe("new.yml");
    }

    [Fact]
    public async Task A_watch_that_cannot_be_had_is_a_warning()
    {
        CollectingLogger<AnsiblePlaybookCatalog> logger = new();
        using AnsiblePlaybookCatalog catalog = new(_repository.Folder, new AnsiblePlaybookCatalogOptions { WatchFiles = true, Logger = logger });
        Directory.Delete(_repository.Folder, recursive: true);
        await Should.ThrowAsync<AnsibleRepositoryNotFoundException>(() => catalog.GetAsync(cancellationToken: Cancellation));

        logger.Entries.ShouldContain(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("not watched"));
        _repository.Write("p.yml", Play);
        (await catalog.GetAsync(cancellationToken: Cancellation)).Playbooks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_JSON_is_in_snake_case()
    {
        _repository.Write("playbooks/kuma-deploy.yml", "# Käse deploys.\n- hosts: web\n  roles: [r]\n  vars_prompt: [{ name: version }]\n  tags: a\n");
        _repository.Write("broken.yml", "- hosts: [\n");

        using JsonDocument json = JsonDocument.Parse((await _repository.DiscoverAsync()).ToJson());

        JsonElement playbook = json.RootElement.GetProperty("playbooks")[0];
        playbook.EnumerateObject().Select(property => property.Name).ShouldBe(["path", "service", "description", "required_variables", "tags", "hosts", "roles", "digest"]);
        playbook.GetProperty("required_variables")[0].GetProperty("name").GetString().ShouldBe("version");
        playbook.GetProperty("description").GetString().ShouldBe("Käse deploys.");
        playbook.GetProperty("digest").GetString()!.Length.ShouldBe(64);
        json.RootElement.GetProperty("invalid")[0].GetProperty("path").GetString().ShouldBe("broken.yml");
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["playbooks", "invalid", "scanned_at"]);
    }

    private AnsiblePlaybookCatalog Catalog(TimeSpan? lifetime = null)
        => new(_repository.Folder, new AnsiblePlaybookCatalogOptions { TimeProvider = _time, Lifetime = lifetime ?? TimeSpan.FromHours(1) });
}
