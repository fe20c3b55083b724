using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Whatever a run was doing, and however it ended, nothing of it is left on this machine.</summary>
public sealed class NothingLeftSpecs
{
    // Most of the time is Ansible's own start, for which the processors are all there is.
    private static readonly SemaphoreSlim Gate = new(3);

    private static IEnumerable<NothingLeftCase> Cases =>
        from backend in Enum.GetValues<AnsibleBackend>()
        from workload in Enum.GetValues<Workload>()
        from ending in Enum.GetValues<Ending>()
        let one = new NothingLeftCase(backend, workload, ending)

        // What ssh starts on another host has the dispositions of that host.
        where workload == Workload.Local || !one.IgnoresSignals
        select one;

    [Fact(Timeout = Limit)]
    public async Task Nothing_is_left_of_any_workload_after_any_ending()
    {
        await using SshHosts hosts = await SshHosts.StartAsync(2);

        List<string> faults = [.. (await Task.WhenAll(Cases.Select(one => CheckAsync(one, hosts)))).OfType<string>()];

        faults.ShouldBeEmpty();
    }

    private static async Task<string?> CheckAsync(NothingLeftCase one, SshHosts hosts)
    {
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await new NothingLeftRun(one, hosts).CheckAsync();
            return null;
        }
        catch (Exception exception) when (exception is ShouldAssertException or AnsibleException or Xunit.Sdk.XunitException)
        {
            return $"{one}: {exception.Message}";
        }
        finally
        {
            Gate.Release();
        }
    }
}
