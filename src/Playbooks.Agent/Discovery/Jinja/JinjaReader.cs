using System.Runtime.InteropServices;

namespace Playbooks.Agent.Discovery.Jinja;

/// <summary>Finds the variables of a text with templates, or of an expression.</summary>
/// <remarks>No Jinja parser: it takes any text, broken ones too, and never fails. What a text itself defines anywhere is no variable of its whole text.</remarks>
internal sealed class JinjaReader
{
    private readonly JinjaNames _found = new();
    private readonly JinjaStatements _statements;

    private JinjaReader() => _statements = new JinjaStatements(_found);

    /// <summary>Adds what a text with <c>{{ }}</c> and <c>{% %}</c> speaks of.</summary>
    public static void ReadTemplate(string text, JinjaNames names)
    {
        if (HasTemplate(text))
        {
            JinjaReader reader = new();
            reader.ReadBlocks(text);
            reader.AddTo(names);
        }
    }

    /// <summary>Adds what a bare expression speaks of, such as a condition.</summary>
    public static void ReadExpression(string text, JinjaNames names)
    {
        if (HasTemplate(text))
        {
            ReadTemplate(text, names);
            return;
        }

        JinjaReader reader = new();
        JinjaExpression.Collect(CollectionsMarshal.AsSpan(JinjaLexer.Read(text)), reader._found);
        reader.AddTo(names);
    }

    public static bool HasTemplate(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    private void ReadBlocks(string text)
    {
        int position = 0;
        while (position < text.Length)
        {
            int start = text.IndexOf('{', position);
            if (start < 0 || start + 1 >= text.Length)
            {
                return;
            }

            position = start + 2;
            switch (text[start + 1])
            {
                case '{':
                    SkipSign(text, ref position);
                    _statements.AddExpression(CollectionsMarshal.AsSpan(JinjaLexer.Read(text, ref position, '}')));
                    break;
                case '%':
                    SkipSign(text, ref position);
                    if (_statements.Add(CollectionsMarshal.AsSpan(JinjaLexer.Read(text, ref position, '%'))) == JinjaStatement.Raw)
                    {
                        position = Behind(text, "endraw", position);
                    }

                    break;
                case '#':
                    position = Behind(text, "#}", position);
                    break;
                default:
                    position = start + 1;
                    break;
            }
        }
    }

    // {{- and {%+ say how to treat the space around.
    private static void SkipSign(string text, ref int position)
    {
        if (position < text.Length && text[position] is '-' or '+')
        {
            position++;
        }
    }

    private static int Behind(string text, string mark, int position)
    {
        int at = text.IndexOf(mark, position, StringComparison.Ordinal);
        return at < 0 ? text.Length : at + mark.Length;
    }

    private void AddTo(JinjaNames names)
    {
        names.Uses.UnionWith(_found.Uses.Where(IsForeign));
        names.Defined.UnionWith(_found.Defined.Where(IsForeign));
        names.Undefined.UnionWith(_found.Undefined.Where(IsForeign));
        names.Defaulted.UnionWith(_found.Defaulted.Where(IsForeign));
        names.Includes.AddRange(_found.Includes);
    }

    private bool IsForeign(string name) => !_statements.Locals.Contains(name) && !JinjaWords.IsMagic(name);
}
