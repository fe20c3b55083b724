namespace Playbooks;

/// <summary>The step type <c>playbook.run</c>. The engine implements it itself, by a recursive call.</summary>
internal static class NestedPlaybook
{
    public const string Type = "playbook.run";
    public const string PathParameter = "playbook";

    public static readonly StepDefinition Definition = new()
    {
        Type = Type,
        Description =
            "Runs another, verified playbook as one step. Besides 'playbook' it takes that playbook's own parameters.",
        Parameters =
        [
            new()
            {
                Name = PathParameter,
                Required = true,
                Description = "The path of the playbook, from the library's root. Constant.",
            },
        ],
        Outputs =
        [
            new("playbook", "The path of the playbook.", ParameterType.String),
            new("status", "Its status: completed, failed, timed_out or cancelled.", ParameterType.String),
            new("steps_executed", "The number of its steps that ran.", ParameterType.Integer),
            new("completed", "True when it completed.", ParameterType.Boolean),
        ],
        // The steps of the nested playbook have time limits of their own.
        Timeout = null,
    };
}
