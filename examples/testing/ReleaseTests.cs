using Playbooks;
using Playbooks.Ansible;
using Playbooks.Testing;
using Xunit;

namespace Release.Tests;

/// <summary>Tests the playbooks of a folder, with fakes for everything that they would reach.</summary>
public sealed class ReleaseTests
{
    private static readonly Dictionary<string, object?> Kuma = new() { ["service"] = "kuma", ["version"] = "2.0" };

    private readonly FakeStep _ansible = FakeStep.Of(new AnsibleRunStep()).Gives("""{ "changed_count": 3 }""");
    private readonly FakeStep _http = FakeStep.Of("http.request");
    private readonly FakeStep _ticket = FakeStep.Of(new CloseTicketStep());
    private readonly TestPlaybooks _playbooks;

    public ReleaseTests() => _playbooks = new TestPlaybooks().AddFolder("playbooks").Use(_ansible, _http, _ticket);

    [Fact]
    public async Task A_release_is_deployed_and_its_ticket_closed_once_the_service_answers()
    {
        _http.Fails("connection refused")
            .Fails("connection refused")
            .Gives("""{ "status": 200, "json": { "state": "up" } }""");

        ExecutionReport report = await RunAsync();

        report.ShouldHaveCompleted().ShouldHaveOutput("state", "up");
        report.Step("healthy/ask").ShouldHaveTaken(attempts: 3);
        Assert.Equal(TimeSpan.FromSeconds(60 + 600 + 600), report.Step("healthy").Report.Duration);
        Assert.Equal("http://kuma.example/health", _http.Calls[0].Arguments.GetString("url"));
        Assert.Equal("2.0", Assert.Single(_ansible.Calls).Arguments.GetMap("extra_vars")["version"]);
        Assert.Equal("kuma 2.0 is up", Assert.Single(_ticket.Calls).Arguments.GetString("summary"));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_restored()
    {
        _http.Fails("connection refused");

        ExecutionReport report = await RunAsync();

        report.ShouldHaveFailed("connection refused");
        report.Step("deploy/rollback:restore").ShouldHaveCompleted();
        report.Step("ticket").ShouldNotBeReached();
        Assert.Equal("restore.yml", _ansible.Calls[^1].Arguments.GetString("playbook"));
    }

    [Fact]
    public async Task A_service_that_hangs_is_given_up_after_two_hours()
    {
        _http.Takes(TimeSpan.FromDays(1));

        ExecutionReport report = await RunAsync();

        report.Step("healthy/ask").ShouldHaveTimedOut();
        report.Step("deploy/rollback:restore").ShouldHaveCompleted();
    }

    [Fact]
    public async Task Only_a_verified_block_can_be_a_step()
    {
        PlaybookEngine engine = _playbooks.Unverified("blocks/healthy.yaml").CreateEngine();

        PlanningResult planning = await engine.PlanAsync("release.yaml", TestContext.Current.CancellationToken);

        Assert.Contains("must be verified", Assert.Single(planning.Diagnostics).Message, StringComparison.Ordinal);
    }

    private Task<ExecutionReport> RunAsync()
        => _playbooks.RunAsync("release.yaml", Kuma, TestContext.Current.CancellationToken);
}
