using Playbooks.Reading;

namespace Playbooks.Templates;

/// <summary>Compiles the values of a playbook into expressions, once, when it is planned.</summary>
internal sealed class TemplateCompiler(IReferenceResolver resolver, SourceText source, DiagnosticBag diagnostics)
{
    private const int LongestQuote = 80;
    private const int MaximumFaults = 1000;

    /// <summary>The roots of references. Text that begins with one of them is meant as a reference.</summary>
    public static readonly string[] Roots =
        ["parameter", "variable", "credential", "step", "item", "loop", "execution"];

    /// <summary>
    /// Compiles a value and its templates. A text that is one template and nothing else keeps the type of its value.
    /// </summary>
    /// <param name="value">The value, as written in the file.</param>
    /// <param name="wanted">The type that a constant should have. For text, a number keeps the digits that were
    /// written.</param>
    public Expression Compile(PlaybookValue value, ParameterType wanted = ParameterType.Any)
    {
        switch (value)
        {
            case ScalarValue { Value: string text } scalar:
                return CompileText(text, scalar.Location);
            case ScalarValue:
                return new ConstantExpression(ParameterValues.Plain(value, wanted));
            case ListValue list:
                Expression[] items = [.. list.Items.Select(item => Compile(item))];
                ListExpression all = new(items);
                return Array.TrueForAll(items, item => item.IsConstant)
                    ? new ConstantExpression(all.Evaluate(EvaluationScope.Empty))
                    : all;
            default:
                KeyValuePair<string, Expression>[] entries =
                    [.. ((MapValue)value).Entries
                        .Select(entry => KeyValuePair.Create(entry.Key, Compile(entry.Value)))];
                MapExpression map = new(entries);
                return Array.TrueForAll(entries, entry => entry.Value.IsConstant)
                    ? new ConstantExpression(map.Evaluate(EvaluationScope.Empty))
                    : map;
        }
    }

    /// <summary>Compiles a condition: an expression with or without braces around it.</summary>
    public Expression CompileCondition(ScalarValue value)
    {
        if (value.Text.TrimStart().StartsWith("{{", StringComparison.Ordinal))
        {
            return CompileText(value.Text.Trim(), value.Location);
        }

        try
        {
            return Parse(value.Text, 0, endsWithBraces: false, value.Location, out _);
        }
        catch (ExpressionSyntaxException exception)
        {
            diagnostics.Add(
                DiagnosticDescriptors.TemplateSyntax,
                Place(DiagnosticDescriptors.TemplateSyntax, value.Location, value.Text, exception.Position),
                $"The condition '{Short(value.Text, 0)}' does not parse: {exception.Message}");
            return new ConstantExpression(value: true);
        }
    }

    private Expression CompileText(string text, SourceLocation location)
    {
        int open = text.IndexOf("{{", StringComparison.Ordinal);
        if (open < 0)
        {
            return new ConstantExpression(text);
        }

        List<Expression> parts = [];
        int textStart = 0;
        int faults = 0;
        while (open >= 0)
        {
            if (TryCompileExpression(text, open, location, out int end) is Expression expression)
            {
                AddText(parts, text[textStart..open]);
                parts.Add(expression);
                textStart = end;
            }
            else if (++faults == MaximumFaults)
            {
                diagnostics.Add(
                    DiagnosticDescriptors.TemplateSyntax,
                    location,
                    $"{MaximumFaults} double braces of this text are not expressions; "
                    + "write such text as a literal, or into a file of its own");
                break;
            }

            open = text.IndexOf("{{", end, StringComparison.Ordinal);
        }

        AddText(parts, text[textStart..]);
        Expression whole = parts is [Expression only] ? only : new ConcatenationExpression(parts);
        return parts.TrueForAll(part => part.IsConstant)
            ? new ConstantExpression(whole.Evaluate(EvaluationScope.Empty))
            : whole;
    }

    private static void AddText(List<Expression> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(new ConstantExpression(text));
        }
    }

    /// <summary>
    /// The expression in the braces that open at <paramref name="open"/>, or null when they are only text.
    /// </summary>
    private Expression? TryCompileExpression(string text, int open, SourceLocation location, out int end)
    {
        try
        {
            return Parse(text, open + 2, endsWithBraces: true, location, out end);
        }
        catch (ExpressionSyntaxException exception)
        {
            string quoted = Short(text, open);
            if (BeginsLikeReference(text.AsSpan(open + 2)))
            {
                diagnostics.Add(
                    DiagnosticDescriptors.TemplateSyntax,
                    Place(DiagnosticDescriptors.TemplateSyntax, location, text, exception.Position),
                    $"The template '{quoted}' does not parse: {exception.Message}");
            }
            else
            {
                diagnostics.Add(
                    DiagnosticDescriptors.BracesAreText,
                    Place(DiagnosticDescriptors.BracesAreText, location, text, exception.Position),
                    $"'{quoted}' is not an expression ({exception.Message}) and stays as it is");
            }

            end = open + 2;
            return null;
        }
    }

    private static bool BeginsLikeReference(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        foreach (string root in Roots)
        {
            if (text.StartsWith(root, StringComparison.Ordinal)
                && text.Length > root.Length && text[root.Length] is '.' or '[')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Parses an expression. The faults of its references are reported only when all of it has parsed: other text in
    /// braces is not an expression.
    /// </summary>
    private Expression Parse(string text, int start, bool endsWithBraces, SourceLocation location, out int end)
    {
        List<ExpressionFinding> found = [];
        int open = endsWithBraces ? start - 2 : start;
        Expression expression = ExpressionParser.Parse(text, start, endsWithBraces, resolver, found, out end);
        foreach (ExpressionFinding finding in found)
        {
            diagnostics.Add(
                finding.Descriptor,
                Place(finding.Descriptor, location, text, finding.Position),
                $"{finding.Message} in '{Short(text, open)}'",
                finding.Hint);
        }

        return expression;
    }

    /// <summary>
    /// Finds the place of a fault, but only if the diagnostic is kept: a hostile file can have a million faults.
    /// </summary>
    private SourceLocation Place(DiagnosticDescriptor descriptor, SourceLocation scalar, string text, int position)
        => diagnostics.Takes(descriptor.Severity) ? source.Locate(scalar, text, position) : scalar;

    /// <summary>The template itself, without the text behind it, cut to <see cref="LongestQuote"/>.</summary>
    private static string Short(string text, int start)
    {
        int length = Math.Min(LongestQuote, text.Length - start);
        int close = text.IndexOf("}}", start, length, StringComparison.Ordinal);
        string own = close >= 0 ? text[start..(close + 2)]
            : start + length < text.Length ? text[start..(start + length)] + "…"
            : text[start..];
        return own.ReplaceLineEndings(" ");
    }
}
