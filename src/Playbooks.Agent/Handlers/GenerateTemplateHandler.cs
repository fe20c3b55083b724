using System.Text.Json;
using System.Text.RegularExpressions;
using Playbooks.Ansible;

namespace Playbooks.Agent;

/// <summary>
/// Handles the work type <c>generate_template</c>: makes a scaffold of an Ansible playbook and its role. The output is
/// the <see cref="GeneratedTemplate"/>.
/// </summary>
/// <remarks>
/// Files are written only when the request sets <c>write</c>: then all or none of them, inside the repository, and
/// never over existing files.
/// </remarks>
public sealed partial class GenerateTemplateHandler : IWorkHandler
{
    private static readonly string[] Names = ["service", "action", "path", "variables", "write"];
    private static readonly string[] Actions = [.. Enum.GetNames<TemplateAction>().Select(name => name.ToLowerInvariant())];

    private readonly string _repository;
    private readonly WorkBounds _bounds;

    /// <summary>Creates a handler for the repository in a folder.</summary>
    /// <param name="repository">The folder with the Ansible playbooks; <c>~</c> stands for the home folder.</param>
    /// <param name="bounds">The bounds of a request; the defaults when null.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">The folder does not exist.</exception>
    public GenerateTemplateHandler(string repository, WorkBounds? bounds = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(repository);
        _repository = AnsibleRepository.Open(repository).Root;
        _bounds = WorkBounds.Checked(bounds);
    }

    /// <inheritdoc/>
    public string WorkType => "generate_template";

    /// <inheritdoc/>
    public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        WorkParameters parameters = context.Parameters;
        parameters.AllowOnly(Names);
        string service = Service(parameters);
        string role = service.Replace('-', '_');
        TemplateAction action = Action(parameters);
        List<TemplateVariable> variables = [.. parameters.GetMap("variables").Select(variable => TemplateVariable.Create(role, variable.Key, variable.Value, _bounds))];
        if (variables.Select(variable => variable.Name).Distinct(StringComparer.Ordinal).Count() != variables.Count || variables.Count > 100)
        {
            throw new WorkRequestException("parameters.variables", $"parameters.variables must be at most 100, each named once: '{role}_x' and 'x' are the same.");
        }

        string folder = Folder(parameters);
        string playbook = $"{folder}{service}-{action.ToString().ToLowerInvariant()}.yml";
        string roleFolder = $"{folder}roles/{role}";
        GeneratedTemplate template = new()
        {
            Playbook = playbook,
            Role = role,
            Files = new RoleTemplate(service, role, action, variables).Files(playbook, roleFolder),
        };
        if (parameters.GetBoolean("write"))
        {
            // Any folder on the path may be a link.
            RepositoryPath.Resolve(_repository, roleFolder, "path");
            await TemplateWriter.WriteAsync(_repository, template, roleFolder, cancellationToken).ConfigureAwait(false);
            template = template with { Written = true };
        }

        return WorkOutcome.Completed(JsonSerializer.SerializeToNode(template, TemplateJson.Readable.GeneratedTemplate));
    }

    private static string Service(WorkParameters parameters)
    {
        string service = parameters.GetText("service");
        return ServicePattern().IsMatch(service) ? service : throw new WorkRequestException(
            "parameters.service", $"parameters.service must be lower-case letters, digits, '-' and '_', a letter first, 2 to 60 of them, not {ValueText.Describe(service)}.");
    }

    private static TemplateAction Action(WorkParameters parameters)
    {
        string action = parameters.GetTextOrDefault("action") ?? Actions[0];
        int index = Array.IndexOf(Actions, action);
        return index >= 0 ? Enum.GetValues<TemplateAction>()[index] : throw new WorkRequestException(
            "parameters.action", $"parameters.action must be one of {string.Join(", ", Actions)}, not {ValueText.Describe(action)}.");
    }

    // With a slash at its end; empty for the repository itself.
    private string Folder(WorkParameters parameters)
    {
        string folder = parameters.GetTextOrDefault("path") ?? "";
        string full = RepositoryPath.Resolve(_repository, folder.Length == 0 ? "." : folder, "path");
        string relative = Path.GetRelativePath(_repository, full).Replace(Path.DirectorySeparatorChar, '/');
        if (relative.Split('/').Any(segment => segment.StartsWith('.') && segment.Length > 1))
        {
            // Such as .git and .github: other programs run files in them.
            throw new WorkRequestException("parameters.path", $"parameters.path must not lead into a hidden folder, as '{folder}' does.");
        }

        return relative == "." ? "" : $"{relative}/";
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{1,59}\z", RegexOptions.None, 1000)]
    private static partial Regex ServicePattern();
}
