using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

public sealed class RunnerNothingLeftSpecs(TwoSshHosts hosts) : NothingLeftSpecs(AnsibleBackend.Runner, hosts);

public sealed class DirectNothingLeftSpecs(TwoSshHosts hosts) : NothingLeftSpecs(AnsibleBackend.Direct, hosts);

public sealed class WarmNothingLeftSpecs(TwoSshHosts hosts) : NothingLeftSpecs(AnsibleBackend.Warm, hosts);

/// <summary>Whatever a run was doing, and however it ended, nothing of it is left on this machine.</summary>
public abstract class NothingLeftSpecs(AnsibleBackend backend, TwoSshHosts hosts) : IClassFixture<TwoSshHosts>
{
    public static TheoryData<Workload, Ending> Cases
    {
        get
        {
            TheoryData<Workload, Ending> cases = [];
            foreach (Ending ending in Enum.GetValues<Ending>())
            {
                cases.Add(Workload.Local, ending);

                // What ssh starts on another host has the dispositions of that host.
                if (!NothingLeftCase.IsInTheBackground(ending))
                {
                    cases.Add(Workload.Ssh, ending);
                }
            }

            return cases;
        }
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Cases), MemberType = typeof(NothingLeftSpecs))]
    public Task Nothing_is_left_of_any_workload_after_any_ending(Workload workload, Ending ending)
        => new NothingLeftRun(new NothingLeftCase(backend, workload, ending), hosts.Hosts).CheckAsync();
}
