namespace Playbooks.Agent.Tests;

public sealed class WorkRoundTripTests
{
    [Fact]
    public void Request_EveryProperty_IsReadAsItWasWritten()
    {
        WorkRequest request = Filled.Of<WorkRequest>() with { Priority = 5 };

        string json = request.ToJson();

        Filled.MissingFrom(json, request).ShouldBeEmpty();
        Filled.Changed(request, WorkRequest.FromJson(json)).ShouldBeEmpty();
    }

    [Fact]
    public void Result_EveryProperty_IsReadAsItWasWritten()
    {
        WorkResult result = Filled.Of<WorkResult>();

        string json = result.ToJson();

        Filled.MissingFrom(json, result).ShouldBeEmpty();
        Filled.Changed(result, WorkResult.FromJson(json)).ShouldBeEmpty();
    }
}
