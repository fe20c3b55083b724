using Playbooks.Reading;

namespace Playbooks.Templates;

/// <summary>Parses one expression. The grammar is in docs/playbook-syntax.md.</summary>
internal ref struct ExpressionParser
{
    private const int MaximumDepth = 50;

    /// <summary>
    /// Upper bound of a chain of operators, filters or keys. It is evaluated recursively, so a longer one could
    /// overflow the stack.
    /// </summary>
    private const int MaximumTokens = 2000;

    private readonly string _text;
    private readonly IReferenceResolver _resolver;
    private readonly List<ExpressionFinding> _found;
    private ExpressionLexer _lexer;
    private ExpressionToken _token;
    private int _depth;
    private int _tokens;
    private int _lastEnd;

    private ExpressionParser(
        string text, int start, bool endsWithBraces, IReferenceResolver resolver, List<ExpressionFinding> found)
    {
        _text = text;
        _resolver = resolver;
        _found = found;
        _lexer = new ExpressionLexer(text, start, endsWithBraces);
        _token = _lexer.Next();
    }

    /// <summary>Parses the expression that begins at <paramref name="start"/>.</summary>
    /// <param name="found">Takes the faults of the expression's references.</param>
    /// <param name="end">The position behind the expression.</param>
    /// <exception cref="ExpressionSyntaxException">The text there is not an expression.</exception>
    public static Expression Parse(
        string text,
        int start,
        bool endsWithBraces,
        IReferenceResolver resolver,
        List<ExpressionFinding> found,
        out int end)
    {
        ExpressionParser parser = new(text, start, endsWithBraces, resolver, found);
        Expression expression = parser.Or();
        if (parser._token.Kind != TokenKind.End)
        {
            throw parser.Unexpected();
        }

        end = parser._lexer.Position;
        return expression;
    }

    private Expression Or()
    {
        if (++_depth > MaximumDepth)
        {
            throw new ExpressionSyntaxException($"it is nested more than {MaximumDepth} levels deep", _token.Start);
        }

        Expression left = And();
        while (TakeName("or"))
        {
            left = new LogicalExpression(isAnd: false, left, And());
        }

        _depth--;
        return left;
    }

    private Expression And()
    {
        Expression left = Not();
        while (TakeName("and"))
        {
            left = new LogicalExpression(isAnd: true, left, Not());
        }

        return left;
    }

    private Expression Not()
    {
        int negations = 0;
        while (TakeName("not"))
        {
            negations++;
        }

        Expression operand = Comparison();
        return negations == 0 ? operand : new NotExpression(negations % 2 == 1 ? operand : new NotExpression(operand));
    }

    private Expression Comparison()
    {
        Expression left = Sum();
        if (_token is { Kind: TokenKind.Symbol, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
        {
            string symbol = _token.Text;
            Advance();
            return new BinaryExpression(symbol, left, Sum());
        }

        if (TakeName("in"))
        {
            return new BinaryExpression("in", left, Sum());
        }

        if (TakeName("not"))
        {
            return TakeName("in") ? new BinaryExpression("not in", left, Sum()) : throw Unexpected();
        }

        return left;
    }

    private Expression Sum()
    {
        Expression left = Filtered();
        while (_token is { Kind: TokenKind.Symbol, Text: "+" or "~" })
        {
            string symbol = _token.Text;
            Advance();
            left = new BinaryExpression(symbol, left, Filtered());
        }

        return left;
    }

    private Expression Filtered()
    {
        int before = _found.Count;
        Expression input = Primary();
        while (TakeSymbol("|"))
        {
            int position = _token.Start;
            string name = TakeAnyName();
            if (name == "default")
            {
                // A default covers the case that the step was skipped: no warning.
                ForgiveSkipped(before);
            }

            List<Expression> arguments = TakeSymbol("(") ? ListUntil(")") : [];
            input = MakeFilter(name, position, input, arguments);
        }

        return input;
    }

    private readonly void ForgiveSkipped(int from)
    {
        for (int i = _found.Count - 1; i >= from; i--)
        {
            if (_found[i].Descriptor == DiagnosticDescriptors.MayBeSkipped)
            {
                _found.RemoveAt(i);
            }
        }
    }

    private readonly Expression MakeFilter(string name, int position, Expression input, List<Expression> arguments)
    {
        if (Filters.Find(name) is not Filter filter)
        {
            string? hint = Suggestion.For(name, Filters.Names);
            _found.Add(new(DiagnosticDescriptors.UnknownFilter, $"Unknown filter '{name}'", hint, position));
            return new UnresolvedReference();
        }

        if (arguments.Count < filter.MinimumArguments || arguments.Count > filter.MaximumArguments)
        {
            string wanted = filter.MinimumArguments == filter.MaximumArguments
                ? $"{filter.MaximumArguments}"
                : $"{filter.MinimumArguments} to {filter.MaximumArguments}";
            string problem = $"the filter '{name}' takes {wanted} arguments, not {arguments.Count}";
            throw new ExpressionSyntaxException(problem, _token.Start);
        }

        return new FilterExpression(filter, input, arguments);
    }

    private Expression Primary()
    {
        int start = _token.Start;
        if (_token.Kind == TokenKind.Literal)
        {
            ConstantExpression literal = new(_token.Value);
            Advance();
            return literal;
        }

        if (TakeSymbol("("))
        {
            Expression inner = Or();
            Take(")");
            return Accesses(inner, start);
        }

        if (TakeSymbol("["))
        {
            return Accesses(new ListExpression(ListUntil("]")), start);
        }

        if (_token.Kind != TokenKind.Name || _token.Text is "and" or "or" or "in")
        {
            throw Unexpected();
        }

        switch (_token.Text)
        {
            case "true" or "false":
                bool flag = TakeAnyName() == "true";
                return new ConstantExpression(flag);
            case "null" or "none":
                Advance();
                return new ConstantExpression(null);
            default:
                return Reference(start);
        }
    }

    /// <summary>
    /// Parses <c>a.b['c'].d</c> as far as its keys are constant, and lets the resolver turn the part that it knows into
    /// an expression.
    /// </summary>
    private Expression Reference(int start)
    {
        List<string> path = [TakeAnyName()];
        List<int> ends = [_lastEnd];
        Expression? dynamicKey = null;
        while (dynamicKey is null)
        {
            if (TakeSymbol("."))
            {
                path.Add(TakeAnyName());
            }
            else if (TakeSymbol("["))
            {
                Expression key = Or();
                Take("]");
                if (key is ConstantExpression { Constant: string name })
                {
                    path.Add(name);
                }
                else
                {
                    dynamicKey = key;
                    break;
                }
            }
            else
            {
                break;
            }

            ends.Add(_lastEnd);
        }

        List<ExpressionFinding> found = _found;
        Expression result = _resolver.Resolve(
            path, out int used, (descriptor, message, hint) => found.Add(new(descriptor, message, hint, start)));
        for (int i = used; i < path.Count; i++)
        {
            result = new AccessExpression(result, new ConstantExpression(path[i]), _text[start..ends[i - 1]]);
        }

        return dynamicKey is null
            ? result
            : Accesses(new AccessExpression(result, dynamicKey, _text[start..ends[^1]]), start);
    }

    private Expression Accesses(Expression target, int start)
    {
        while (true)
        {
            string source = _text[start.._lastEnd];
            if (TakeSymbol("."))
            {
                target = new AccessExpression(target, new ConstantExpression(TakeAnyName()), source);
            }
            else if (TakeSymbol("["))
            {
                Expression key = Or();
                Take("]");
                target = new AccessExpression(target, key, source);
            }
            else
            {
                return target;
            }
        }
    }

    private List<Expression> ListUntil(string close)
    {
        List<Expression> items = [];
        while (!TakeSymbol(close))
        {
            if (items.Count > 0)
            {
                Take(",");
            }

            items.Add(Or());
        }

        return items;
    }

    private void Advance()
    {
        if (++_tokens > MaximumTokens)
        {
            throw new ExpressionSyntaxException($"it has more than {MaximumTokens} parts", _token.Start);
        }

        _lastEnd = _lexer.Position;
        _token = _lexer.Next();
    }

    private bool TakeName(string name)
    {
        bool found = _token.Kind == TokenKind.Name && _token.Text == name;
        if (found)
        {
            Advance();
        }

        return found;
    }

    private bool TakeSymbol(string symbol)
    {
        bool found = _token.Kind == TokenKind.Symbol && _token.Text == symbol;
        if (found)
        {
            Advance();
        }

        return found;
    }

    private void Take(string symbol)
    {
        if (!TakeSymbol(symbol))
        {
            throw new ExpressionSyntaxException($"'{symbol}' was expected", _token.Start);
        }
    }

    private string TakeAnyName()
    {
        if (_token.Kind != TokenKind.Name)
        {
            throw new ExpressionSyntaxException("a name was expected", _token.Start);
        }

        string name = _token.Text;
        Advance();
        return name;
    }

    private readonly ExpressionSyntaxException Unexpected() => new(
        _token.Kind switch
        {
            TokenKind.End => "it ends too early",
            TokenKind.Literal => $"'{PlaybookValues.ToText(_token.Value)}' was not expected",
            _ => $"'{_token.Text}' was not expected",
        },
        _token.Start);
}
