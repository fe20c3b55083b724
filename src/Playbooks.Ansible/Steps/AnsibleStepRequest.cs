using System.Collections.ObjectModel;

namespace Playbooks.Ansible;

/// <summary>Makes a request of what a step gives.</summary>
internal static class AnsibleStepRequest
{
    /// <param name="arguments">By the names and of the types that the step type declares.</param>
    /// <param name="isCheck">Whether the whole run only predicts.</param>
    /// <param name="redactor">The run's; null before it has begun.</param>
    public static AnsibleRequest From(IReadOnlyDictionary<string, object?> arguments, bool isCheck, Redactor? redactor = null) => new()
    {
        Playbook = Text(arguments, "playbook") ?? "",
        Inventory = Text(arguments, "inventory") ?? AnsibleRequest.DefaultInventory,
        Limit = Text(arguments, "limit"),
        Tags = Texts(arguments, "tags"),
        SkipTags = Texts(arguments, "skip_tags"),
        ExtraVars = arguments.GetValueOrDefault("extra_vars") as IReadOnlyDictionary<string, object?> ?? ReadOnlyDictionary<string, object?>.Empty,
        Check = isCheck || arguments.GetValueOrDefault("check") is true,
        Diff = isCheck || arguments.GetValueOrDefault("diff") is true,
        Forks = arguments.GetValueOrDefault("forks") is long forks ? (int)Math.Clamp(forks, 0, int.MaxValue) : null,
        StartAtTask = Text(arguments, "start_at_task"),
        VaultPasswordFile = Text(arguments, "vault_password_file"),

        Redactor = redactor,

        // The engine knows the step's time limit and says through the token when it is over: a second limit could only disagree.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static string? Text(IReadOnlyDictionary<string, object?> arguments, string name) => arguments.GetValueOrDefault(name) switch
    {
        null => null,
        Secret secret => secret.Reveal(),
        object value => PlaybookValues.ToText(value),
    };

    private static IReadOnlyList<string> Texts(IReadOnlyDictionary<string, object?> arguments, string name)
        => arguments.GetValueOrDefault(name) is IReadOnlyList<object?> list ? [.. list.Select(PlaybookValues.ToText)] : [];
}
