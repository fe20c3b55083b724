using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>Finds everything that is wrong with the options at once.</summary>
internal static class AnsibleHostingOptionsFaults
{
    private const int MostKept = 10_000;

    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Find(AnsibleHostingOptions options, ContentRoot contentRoot)
    {
        if (string.IsNullOrWhiteSpace(options.Repository))
        {
            yield return $"{nameof(options.Repository)} is not set: give the folder of the Ansible playbooks in AddAnsible";
        }
        else if (!Directory.Exists(contentRoot.Resolve(options.Repository)))
        {
            yield return $"{nameof(options.Repository)}: the folder '{contentRoot.Resolve(options.Repository)}' does not exist";
        }

        if (!Enum.IsDefined(options.Backend))
        {
            yield return $"{nameof(options.Backend)} is {options.Backend}; it must be one of {string.Join(", ", Enum.GetNames<AnsibleBackend>())}";
        }

        if (options.ArtifactRetention is < 0 or > MostKept)
        {
            yield return $"{nameof(options.ArtifactRetention)} is {options.ArtifactRetention}; it must be from 0 to {MostKept}";
        }

        if (options.ArtifactDirectory is { } directory && string.IsNullOrWhiteSpace(directory))
        {
            yield return $"{nameof(options.ArtifactDirectory)} is empty; give a folder, or leave it out";
        }

        if (string.IsNullOrWhiteSpace(options.RunnerProgram))
        {
            yield return $"{nameof(options.RunnerProgram)} is empty; it names the program, such as ansible-runner";
        }

        if (string.IsNullOrWhiteSpace(options.PlaybookProgram))
        {
            yield return $"{nameof(options.PlaybookProgram)} is empty; it names the program, such as ansible-playbook";
        }

        if (options.GracePeriod < TimeSpan.Zero || options.GracePeriod > LongestGrace)
        {
            yield return $"{nameof(options.GracePeriod)} is {options.GracePeriod}; it must be from 0 to {LongestGrace}";
        }
    }
}
