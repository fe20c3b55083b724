using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Finds everything that is wrong with the options at once.</summary>
internal sealed class AnsibleHostingOptionsValidator(ContentRoot contentRoot) : IValidateOptions<AnsibleHostingOptions>
{
    private const int MostKept = 10_000;

    public ValidateOptionsResult Validate(string? name, AnsibleHostingOptions options)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(options.Repository))
        {
            faults.Add($"{nameof(AnsibleHostingOptions.Repository)} is not set: give the folder of the Ansible playbooks in AddAnsible");
        }
        else if (!Directory.Exists(contentRoot.Resolve(options.Repository)))
        {
            faults.Add($"{nameof(AnsibleHostingOptions.Repository)}: the folder '{contentRoot.Resolve(options.Repository)}' does not exist");
        }

        if (options.ArtifactRetention is < 0 or > MostKept)
        {
            faults.Add($"{nameof(AnsibleHostingOptions.ArtifactRetention)} is {options.ArtifactRetention}; it must be from 0 to {MostKept}");
        }

        if (string.IsNullOrWhiteSpace(options.RunnerProgram))
        {
            faults.Add($"{nameof(AnsibleHostingOptions.RunnerProgram)} is empty; it names the program, such as ansible-runner");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
