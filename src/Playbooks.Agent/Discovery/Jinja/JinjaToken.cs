namespace Playbooks.Agent.Discovery.Jinja;

/// <summary>A word of an expression.</summary>
internal readonly record struct JinjaToken(JinjaTokenKind Kind, string Text)
{
    public bool Is(string text) => Kind is JinjaTokenKind.Name or JinjaTokenKind.Sign && Text == text;
}

/// <summary>What a token is.</summary>
internal enum JinjaTokenKind
{
    /// <summary>Before the first and behind the last one.</summary>
    None,
    Name,
    Number,

    /// <summary>A literal text, without its quotes.</summary>
    Text,
    Sign,
}
