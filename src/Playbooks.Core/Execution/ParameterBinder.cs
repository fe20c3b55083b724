using Playbooks.Reading;

namespace Playbooks;

/// <summary>Binds values to the parameters of a playbook, for the root and for nested playbooks alike.</summary>
internal sealed class ParameterBinder(RunState run)
{
    /// <summary>Gets every declared parameter with its value, null for those without one; or the problems.</summary>
    public ValueTask<(IReadOnlyDictionary<string, object?> Values, IReadOnlyList<Diagnostic> Problems)> BindAsync(
        Playbook playbook, IReadOnlyDictionary<string, object?> given, CancellationToken cancellationToken)
        => playbook.Parameters.Count == 0 && given.Count == 0
            ? new((PlaybookValues.EmptyMap, []))
            : BindAllAsync(playbook, given, cancellationToken);

    private async ValueTask<(IReadOnlyDictionary<string, object?> Values, IReadOnlyList<Diagnostic> Problems)>
        BindAllAsync(
            Playbook playbook,
            IReadOnlyDictionary<string, object?> given,
            CancellationToken cancellationToken)
    {
        List<Diagnostic> problems = [];
        Dictionary<string, object?> values = new(playbook.Parameters.Count, StringComparer.Ordinal);
        foreach (PlaybookParameter parameter in playbook.Parameters)
        {
            object? value = given.GetValueOrDefault(parameter.Name) ?? parameter.Default;
            values[parameter.Name] = value is null
                ? Missing(parameter, problems)
                : await FitAsync(parameter, value, problems, cancellationToken).ConfigureAwait(false);
        }

        foreach (string name in given.Keys)
        {
            if (values.ContainsKey(name))
            {
                continue;
            }

            string[] known = [.. playbook.Parameters.Select(parameter => parameter.Name)];
            string hint = Suggestion.For(name, known)
                ?? (known.Length == 0 ? "It has no parameters." : $"It has: {string.Join(", ", known)}.");
            string problem = $"Playbook '{playbook.Name}' has no parameter '{name}'";
            problems.Add(DiagnosticDescriptors.UnknownInput.At(playbook.Location, problem, hint));
        }

        return (values, problems);
    }

    private static object? Missing(PlaybookParameter parameter, List<Diagnostic> problems)
    {
        if (parameter.Required)
        {
            problems.Add(DiagnosticDescriptors.MissingInput.At(
                parameter.Location,
                $"The required parameter '{parameter.Name}' was not given",
                $"Give {ParameterValues.Describe(parameter.Type)}: -p {parameter.Name}=VALUE on the command line."));
        }

        return null;
    }

    private async ValueTask<object?> FitAsync(
        PlaybookParameter parameter, object value, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        object? fitting = ParameterFitting.Fit(parameter, value, run.Redactor, out string? problem);
        if (problem is not null)
        {
            problem = $"The parameter '{parameter.Name}' {problem}";
            problems.Add(DiagnosticDescriptors.WrongInput.At(parameter.Location, problem));
        }

        return (parameter.Type, fitting) switch
        {
            (ParameterType.File, string path) => Find(parameter, path, problems),
            (ParameterType.Credential, string name)
                => await AskAsync(parameter, name, problems, cancellationToken).ConfigureAwait(false),
            _ => fitting,
        };
    }

    private string Find(PlaybookParameter parameter, string given, List<Diagnostic> problems)
    {
        // A path cannot contain NUL; Path.GetFullPath would throw.
        string path = given.Contains('\0', StringComparison.Ordinal)
            ? given.Replace('\0', '\uFFFD')
            : Path.GetFullPath(given, run.RootDirectory);
        if (!File.Exists(path))
        {
            string problem = $"The file '{path}', given for '{parameter.Name}', does not exist";
            problems.Add(DiagnosticDescriptors.FileNotFound.At(parameter.Location, problem));
        }

        return path;
    }

    private async ValueTask<Credential?> AskAsync(
        PlaybookParameter parameter, string name, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        Credential? credential = await run.Credentials.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (credential is null)
        {
            string problem = $"The credential '{name}', given for '{parameter.Name}', is not known";
            problems.Add(DiagnosticDescriptors.UnknownCredential.At(parameter.Location, problem));
        }

        return credential;
    }
}
