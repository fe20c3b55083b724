using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>What every command takes.</summary>
internal sealed class SharedOptions
{
    private const string Json = "json";
    private const string Mermaid = "mermaid";

    public Option<string?> Library { get; } = new("--library", "-l")
    {
        HelpName = "DIR",
        Description = "The folder of playbooks. Default: the nearest folder upward that holds playbooks.lock.json, else the current one.",
        Recursive = true,
    };

    public Option<bool> Strict { get; } = new("--strict")
    {
        Description = "Takes a playbook whose child was verified anew since for an error, and not for a warning.",
        Recursive = true,
    };

    public Option<string> Format { get; } = MakeFormat();

    /// <summary>The playbook that a command is about.</summary>
    public static Argument<string> Playbook() => new("PLAYBOOK")
    {
        Description = "The playbook: a file, or its path from the library's root.",
    };

    public bool IsJson(ParseResult parsed) => parsed.GetValue(Format) == Json;

    /// <summary>Whether text was asked for, and is not only what is written when nothing was.</summary>
    public bool IsText(ParseResult parsed) => parsed.GetResult(Format) is { Implicit: false } && parsed.GetValue(Format) == "text";

    public bool IsMermaid(ParseResult parsed) => parsed.GetValue(Format) == Mermaid;

    private static Option<string> MakeFormat()
    {
        Option<string> format = new("--format")
        {
            HelpName = "text|json",
            Description = "How results are written. With json, standard output holds the JSON alone, standard error everything else. 'plan' also draws: mermaid.",
            DefaultValueFactory = _ => "text",
            Recursive = true,
        };
        return format.AcceptOnlyFromAmong("text", Json, Mermaid);
    }
}
