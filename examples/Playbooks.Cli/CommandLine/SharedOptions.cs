using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>Options that several commands have in common. Each command adds only those that it uses.</summary>
internal sealed class SharedOptions
{
    private const string FormatName = "--format";
    private const string Text = "text";
    private const string Json = "json";
    private const string Mermaid = "mermaid";

    public Option<string?> Library { get; } = new("--library", "-l")
    {
        HelpName = "DIR",
        Description = "The folder of playbooks. Default: the nearest folder upward that holds playbooks.lock.json, else the current one.",
    };

    public Option<bool> Strict { get; } = new("--strict")
    {
        Description = "Treat a playbook whose child was verified again since as an error, not as a warning.",
    };

    /// <summary>The playbook that a command is about.</summary>
    public static Argument<string> Playbook() => new("PLAYBOOK")
    {
        Description = "The playbook: a file, or its path from the library's root.",
    };

    /// <summary>The output format of a command that writes text unless JSON is requested.</summary>
    public static Option<string> TextFirst() => Format(Text, Text, Json);

    /// <summary>The output format of a command that writes JSON unless text is requested.</summary>
    public static Option<string> JsonFirst() => Format(Json, Text, Json);

    /// <summary>The output format of 'plan', which writes text unless JSON or a drawing is requested.</summary>
    public static Option<string> TextOrDrawing() => Format(Text, Text, Json, Mermaid);

    public static bool IsJson(ParseResult parsed) => Chosen(parsed) == Json;

    public static bool IsMermaid(ParseResult parsed) => Chosen(parsed) == Mermaid;

    private static string? Chosen(ParseResult parsed)
        => parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == FormatName) is Option<string> format
            ? parsed.GetValue(format)
            : null;

    private static Option<string> Format(string first, params string[] all)
    {
        Option<string> format = new(FormatName)
        {
            HelpName = string.Join('|', all),
            Description = "The format of the result. With json, standard output has only the JSON, and standard error everything else.",
            DefaultValueFactory = _ => first,
        };
        return format.AcceptOnlyFromAmong(all);
    }
}
