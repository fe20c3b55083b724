namespace Playbooks;

/// <summary>The path of the playbook that a <c>playbook.run</c> step names, or the fault of that path.</summary>
internal sealed record NestedPath(PlaybookPath? Path, SourceLocation Location, Diagnostic? Problem)
{
    public static NestedPath Of(PlaybookStep step)
    {
        MapEntry? entry = step.Parameters.Find(NestedPlaybook.PathParameter);
        if (entry is null)
        {
            return Wrong(
                step.Location,
                DiagnosticDescriptors.MissingArgument,
                $"Step '{step.Id}' does not say which playbook it runs",
                "Add 'playbook: PATH' under 'parameters'.");
        }

        SourceLocation location = entry.Value.Location;
        if (entry.Value is not ScalarValue { Value: string text })
        {
            return Wrong(
                location,
                DiagnosticDescriptors.WrongArgument,
                $"'playbook' must be the path of a playbook, not {entry.Value.Described}");
        }

        if (text.Contains("{{", StringComparison.Ordinal))
        {
            return Wrong(location, DiagnosticDescriptors.PathNotConstant, $"The path '{text}' is a template");
        }

        return PlaybookPath.TryParse(text, out PlaybookPath? path, out string? problem)
            ? new NestedPath(path, location, null)
            : Wrong(location, DiagnosticDescriptors.OutsideRoot, problem);
    }

    private static NestedPath Wrong(
        SourceLocation location, DiagnosticDescriptor descriptor, string message, string? hint = null)
        => new(null, location, descriptor.At(location, message, hint));
}
