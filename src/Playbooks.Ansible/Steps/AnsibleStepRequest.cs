using System.Collections.ObjectModel;

namespace Playbooks.Ansible;

/// <summary>Makes a request of a step's arguments.</summary>
internal static class AnsibleStepRequest
{
    /// <param name="arguments">The step's arguments, with the names and types that the step type declares.</param>
    /// <param name="isCheck">True when the whole run only predicts.</param>
    /// <param name="redactor">The run's redactor; null before the run has begun.</param>
    public static AnsibleRequest From(
        IReadOnlyDictionary<string, object?> arguments, bool isCheck, Redactor? redactor = null) => new()
        {
            Playbook = Text(arguments, "playbook") ?? "",
            Inventory = Text(arguments, "inventory") ?? AnsibleRequest.DefaultInventory,
            Limit = Text(arguments, "limit"),
            Tags = Texts(arguments, "tags"),
            SkipTags = Texts(arguments, "skip_tags"),
            ExtraVars = arguments.GetValueOrDefault("extra_vars") as IReadOnlyDictionary<string, object?>
            ?? ReadOnlyDictionary<string, object?>.Empty,
            Check = isCheck || arguments.GetValueOrDefault("check") is true,
            Diff = isCheck || arguments.GetValueOrDefault("diff") is true,
            Forks = arguments.GetValueOrDefault("forks") is long forks ? (int)Math.Clamp(forks, 0, int.MaxValue) : null,
            StartAtTask = Text(arguments, "start_at_task"),
            VaultPasswordFile = Text(arguments, "vault_password_file"),

            Redactor = redactor,

            // The engine applies the step's time limit and cancels the token. A second limit here could only disagree with
            // it.
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private static string? Text(IReadOnlyDictionary<string, object?> arguments, string name)
        => arguments.GetValueOrDefault(name) switch
        {
            null => null,
            Secret secret => secret.Reveal(),
            object value => PlaybookValues.ToText(value),
        };

    private static IReadOnlyList<string> Texts(IReadOnlyDictionary<string, object?> arguments, string name)
        => arguments.GetValueOrDefault(name) is IReadOnlyList<object?> list
            ? [.. list.Select(PlaybookValues.ToText)]
            : [];
}
