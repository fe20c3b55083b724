using System.Runtime.InteropServices;

namespace Playbooks.Agent.Discovery.Jinja;

/// <summary>What a statement means to its reader.</summary>
internal enum JinjaStatement
{
    Other,

    /// <summary>What follows, up to its end, is text.</summary>
    Raw,
}

/// <summary>Takes the expressions and statements of one text in their order: what they use, what they define, which <c>if</c>s are open.</summary>
internal sealed class JinjaStatements(JinjaNames found)
{
    private readonly Stack<HashSet<string>> _open = [];

    // How many of the open ifs guard a name, so that asking costs the same however many are open.
    private readonly Dictionary<string, int> _guards = new(StringComparer.Ordinal);

    /// <summary>What the text itself gives a value: loop variables, <c>set</c>, macros and their arguments, imports.</summary>
    public HashSet<string> Locals { get; } = new(StringComparer.Ordinal);

    public void AddExpression(ReadOnlySpan<JinjaToken> tokens) => Collect(tokens);

    public JinjaStatement Add(ReadOnlySpan<JinjaToken> tokens)
    {
        if (tokens.IsEmpty)
        {
            return JinjaStatement.Other;
        }

        ReadOnlySpan<JinjaToken> rest = tokens[1..];
        switch (tokens[0].Text)
        {
            case "raw":
                return JinjaStatement.Raw;
            case "if":
                _open.Push([]);
                AddCondition(rest);
                break;
            case "elif":
                AddCondition(rest);
                break;
            case "endif":
                Close();
                break;
            case "for":
                AddLoop(rest);
                break;
            case "set":
            case "with":
                AddAssignments(rest);
                break;
            case "macro":
            case "call":
                AddSignature(rest);
                break;
            case "import":
            case "from":
                AddImport(rest);
                break;
            case "include":
            case "extends":
                AddInclude(rest);
                break;
            case "else" or "block" or "filter":
                break;
            case string name when name.StartsWith("end", StringComparison.Ordinal):
                break;
            default:
                Collect(rest);
                break;
        }

        return JinjaStatement.Other;
    }

    private void Collect(ReadOnlySpan<JinjaToken> tokens)
    {
        if (_guards.Count == 0)
        {
            JinjaExpression.Collect(tokens, found);
            return;
        }

        JinjaNames inside = new();
        JinjaExpression.Collect(tokens, inside);
        Merge(inside);
    }

    private void Merge(JinjaNames inside)
    {
        found.Uses.UnionWith(inside.Uses.Where(name => !_guards.ContainsKey(name)));
        found.Defined.UnionWith(inside.Defined);
        found.Undefined.UnionWith(inside.Undefined);
        found.Defaulted.UnionWith(inside.Defaulted);
    }

    private void AddCondition(ReadOnlySpan<JinjaToken> tokens)
    {
        JinjaNames inside = new();
        JinjaExpression.Collect(tokens, inside);
        Merge(inside);
        if (_open.TryPeek(out HashSet<string>? open))
        {
            foreach (string name in inside.Guarded.Where(open.Add))
            {
                _guards[name] = _guards.GetValueOrDefault(name) + 1;
            }
        }
    }

    private void Close()
    {
        if (_open.TryPop(out HashSet<string>? closed))
        {
            foreach (string name in closed)
            {
                if (--_guards[name] == 0)
                {
                    _guards.Remove(name);
                }
            }
        }
    }

    private void AddLoop(ReadOnlySpan<JinjaToken> tokens)
    {
        int at = 0;
        while (at < tokens.Length && !tokens[at].Is("in"))
        {
            AddLocal(tokens[at++]);
        }

        int end = tokens.Length > 0 && tokens[^1].Is("recursive") ? tokens.Length - 1 : tokens.Length;
        Collect(tokens[Math.Min(at, end)..end]);
    }

    // The expression's reader leaves out what stands before an equals sign.
    private void AddAssignments(ReadOnlySpan<JinjaToken> tokens)
    {
        int equals = 0;
        while (equals < tokens.Length && !tokens[equals].Is("=") && !tokens[equals].Is("|"))
        {
            AddLocal(tokens[equals++]);
        }

        for (int i = equals; i + 1 < tokens.Length; i++)
        {
            if (tokens[i].Is(",") && i + 2 < tokens.Length && tokens[i + 2].Is("="))
            {
                AddLocal(tokens[i + 1]);
            }
        }

        Collect(tokens[equals..]);
    }

    private void AddSignature(ReadOnlySpan<JinjaToken> tokens)
    {
        int at = 0;
        if (tokens.Length > 0 && tokens[0].Kind == JinjaTokenKind.Name)
        {
            AddLocal(tokens[at++]);
        }

        bool isArgument = true;
        int depth = 0;
        for (; at < tokens.Length; at++)
        {
            depth += tokens[at].Is("(") || tokens[at].Is("[") || tokens[at].Is("{") ? 1 : tokens[at].Is(")") || tokens[at].Is("]") || tokens[at].Is("}") ? -1 : 0;
            if (depth <= 0)
            {
                break;
            }

            if (isArgument && depth == 1)
            {
                AddLocal(tokens[at]);
            }

            isArgument = tokens[at].Is("(") || (tokens[at].Is(",") && depth == 1);
        }

        Collect(tokens);
    }

    private void AddImport(ReadOnlySpan<JinjaToken> tokens)
    {
        AddFile(tokens);
        foreach (JinjaToken token in tokens)
        {
            AddLocal(token);
        }
    }

    private void AddInclude(ReadOnlySpan<JinjaToken> tokens)
    {
        if (!AddFile(tokens))
        {
            List<JinjaToken> names = [];
            foreach (JinjaToken token in tokens)
            {
                if (token.Text is not ("ignore" or "missing" or "with" or "without" or "context"))
                {
                    names.Add(token);
                }
            }

            Collect(CollectionsMarshal.AsSpan(names));
        }
    }

    private bool AddFile(ReadOnlySpan<JinjaToken> tokens)
    {
        bool isLiteral = tokens.Length > 0 && tokens[0].Kind == JinjaTokenKind.Text;
        if (isLiteral)
        {
            found.Includes.Add(tokens[0].Text);
        }

        return isLiteral;
    }

    private void AddLocal(JinjaToken token)
    {
        if (token.Kind == JinjaTokenKind.Name && !JinjaWords.IsKeyword(token.Text))
        {
            Locals.Add(token.Text);
        }
    }
}
