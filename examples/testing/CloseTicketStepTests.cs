using Playbooks;
using Playbooks.Testing;
using Xunit;

namespace Release.Tests;

public sealed class CloseTicketStepTests
{
    private readonly CloseTicketStep _step = new();

    [Fact]
    public async Task It_closes_the_first_ticket_unless_another_one_is_named()
    {
        Dictionary<string, object?> arguments = new() { ["summary"] = "kuma is up" };
        TestStepContext context = await TestStepContext.ForAsync(_step, arguments);

        StepResult result = await _step.ExecuteAsync(context, TestContext.Current.CancellationToken);

        Assert.Equal(1L, result.Outputs["closed"]);
        Assert.Equal("Information: Closing ticket 1: kuma is up", Assert.Single(context.LogLines));
    }

    [Fact]
    public async Task It_takes_only_numbers_of_tickets()
    {
        Dictionary<string, object?> arguments = new() { ["summary"] = "kuma is up", ["number"] = 0 };

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => TestStepContext.ForAsync(_step, arguments));

        Assert.Contains("'number' must be at least 1", refused.Message, StringComparison.Ordinal);
    }
}
