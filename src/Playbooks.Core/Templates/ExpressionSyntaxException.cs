namespace Playbooks.Templates;

/// <summary>An expression does not parse. The exception becomes a diagnostic before it leaves this folder.</summary>
internal sealed class ExpressionSyntaxException(string message, int position) : Exception(message)
{
    public int Position => position;
}
