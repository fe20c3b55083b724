namespace Playbooks.Agent.Discovery.Jinja;

/// <summary>Finds the variables of one expression.</summary>
internal static class JinjaExpression
{
    // What follows a name is looked through for each name: without a bound, names nested in brackets would cost the square of their number.
    private const int MaximumLookAhead = 500;

    /// <summary>Adds what the tokens speak of. Where a name is tested or has a default, its other uses in the same expression count as guarded.</summary>
    public static void Collect(ReadOnlySpan<JinjaToken> tokens, JinjaNames names)
    {
        HashSet<string>? uses = null;
        HashSet<string>? guarded = null;
        int index = 0;
        while (index < tokens.Length)
        {
            int at = index++;
            if (tokens[at].Kind != JinjaTokenKind.Name || At(tokens, at - 1).Is("."))
            {
                continue;
            }

            if (NamesFilterOrTest(tokens, at))
            {
                index = BehindDottedName(tokens, at);
            }
            else if (IsVariable(tokens, at))
            {
                string name = tokens[at].Text;
                if (TestOf(tokens, at, names) is { } asked)
                {
                    asked.Add(name);
                    (guarded ??= new(StringComparer.Ordinal)).Add(name);
                }
                else
                {
                    (uses ??= new(StringComparer.Ordinal)).Add(name);
                }
            }
        }

        foreach (string name in uses ?? [])
        {
            if (guarded?.Contains(name) != true)
            {
                names.Uses.Add(name);
            }
        }
    }

    private static JinjaToken At(ReadOnlySpan<JinjaToken> tokens, int index) => index >= 0 && index < tokens.Length ? tokens[index] : default;

    private static bool NamesFilterOrTest(ReadOnlySpan<JinjaToken> tokens, int at)
    {
        JinjaToken before = At(tokens, at - 1);
        return before.Is("|")
            || (before.Is("is") && !tokens[at].Is("not"))
            || (before.Is("not") && At(tokens, at - 2).Is("is"));
    }

    private static bool IsVariable(ReadOnlySpan<JinjaToken> tokens, int at)
        => !JinjaWords.IsKeyword(tokens[at].Text)
            // Called: a function of Ansible's or a macro. Assigned: the name of an argument.
            && !At(tokens, at + 1).Is("(")
            && !At(tokens, at + 1).Is("=");

    // ansible.builtin.default is one name.
    private static int BehindDottedName(ReadOnlySpan<JinjaToken> tokens, int at)
    {
        at++;
        while (At(tokens, at).Is(".") && At(tokens, at + 1).Kind == JinjaTokenKind.Name)
        {
            at += 2;
        }

        return at;
    }

    /// <summary>The set of names that are treated as this one is; null when it is simply used.</summary>
    private static HashSet<string>? TestOf(ReadOnlySpan<JinjaToken> tokens, int at, JinjaNames names)
    {
        int end = BehindChain(tokens, at + 1);
        int start = at;
        while (At(tokens, start - 1).Is("(") && At(tokens, end).Is(")") && !IsCallable(At(tokens, start - 2)))
        {
            start--;
            end = BehindChain(tokens, end + 1);
        }

        if (At(tokens, end).Is("|"))
        {
            return At(tokens, BehindDottedName(tokens, end + 1) - 1).Text is "default" or "d" ? names.Defaulted : null;
        }

        if (!At(tokens, end).Is("is"))
        {
            return null;
        }

        bool isNegated = At(tokens, end + 1).Is("not");
        // The other way to deny it: not x is defined.
        isNegated ^= At(tokens, start - 1).Is("not");
        return At(tokens, BehindDottedName(tokens, end + (At(tokens, end + 1).Is("not") ? 2 : 1)) - 1).Text switch
        {
            "defined" => isNegated ? names.Undefined : names.Defined,
            "undefined" => isNegated ? names.Defined : names.Undefined,
            _ => null,
        };
    }

    private static bool IsCallable(JinjaToken token) => token.Is(")") || token.Is("]") || (token.Kind == JinjaTokenKind.Name && !JinjaWords.IsKeyword(token.Text));

    /// <summary>Behind the attributes, subscripts and calls that begin here.</summary>
    private static int BehindChain(ReadOnlySpan<JinjaToken> tokens, int at)
    {
        int last = Math.Min(tokens.Length, at + MaximumLookAhead);
        while (at < last)
        {
            if (tokens[at].Is("."))
            {
                at += 2;
            }
            else if (tokens[at].Is("[") || tokens[at].Is("("))
            {
                at = BehindBrackets(tokens, at, last);
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int BehindBrackets(ReadOnlySpan<JinjaToken> tokens, int at, int last)
    {
        int depth = 0;
        while (at < last)
        {
            depth += tokens[at].Kind != JinjaTokenKind.Sign ? 0 : tokens[at].Text switch { "(" or "[" or "{" => 1, ")" or "]" or "}" => -1, _ => 0 };
            at++;
            if (depth <= 0)
            {
                break;
            }
        }

        return at;
    }
}
