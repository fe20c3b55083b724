using Playbooks.Reading;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Fits the values that a playbook is given to the parameters that it declares, for the root and for each nested run alike.</summary>
internal sealed class ParameterBinder(string rootDirectory, CredentialCache credentials, Redactor redactor)
{
    /// <summary>Every declared parameter with its value, null for those without one; or what is wrong.</summary>
    public ValueTask<(IReadOnlyDictionary<string, object?> Values, IReadOnlyList<Diagnostic> Problems)> BindAsync(
        Playbook playbook, IReadOnlyDictionary<string, object?> given, CancellationToken cancellationToken)
        => playbook.Parameters.Count == 0 && given.Count == 0 ? new((PlaybookValues.EmptyMap, [])) : BindAllAsync(playbook, given, cancellationToken);

    private async ValueTask<(IReadOnlyDictionary<string, object?> Values, IReadOnlyList<Diagnostic> Problems)> BindAllAsync(
        Playbook playbook, IReadOnlyDictionary<string, object?> given, CancellationToken cancellationToken)
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
            string hint = Suggestion.For(name, known) ?? (known.Length == 0 ? "It has no parameters." : $"It has: {string.Join(", ", known)}.");
            problems.Add(DiagnosticDescriptors.UnknownInput.At(playbook.Location, $"Playbook '{playbook.Name}' has no parameter '{name}'", hint));
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

    private async ValueTask<object?> FitAsync(PlaybookParameter parameter, object value, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        if (!ParameterValues.TryConvert(value, parameter.Type, out object? fitting))
        {
            problems.Add(DiagnosticDescriptors.WrongInput.At(parameter.Location, $"The parameter '{parameter.Name}' must be {ParameterValues.Describe(parameter.Type)}, not {(parameter.Secret ? "what was given" : ValueDescription.Of(value))}"));
            return null;
        }

        if (ParameterConstraints.Check(parameter, fitting!) is string problem)
        {
            problems.Add(DiagnosticDescriptors.WrongInput.At(parameter.Location, $"The parameter '{parameter.Name}' {problem}"));
        }

        if (parameter.Secret)
        {
            Secret secret = fitting as Secret ?? new Secret((string)fitting!);
            redactor.Add(secret);
            return secret;
        }

        if (parameter.Type == ParameterType.File)
        {
            string given = (string)fitting!;
            // No path holds a zero character; asking for a full one would throw.
            string path = given.Contains('\0', StringComparison.Ordinal) ? given.Replace('\0', '\uFFFD') : Path.GetFullPath(given, rootDirectory);
            if (!File.Exists(path))
            {
                problems.Add(DiagnosticDescriptors.FileNotFound.At(parameter.Location, $"The file '{path}', given for '{parameter.Name}', does not exist"));
            }

            return path;
        }

        if (parameter.Type == ParameterType.Credential && fitting is string name)
        {
            Credential? credential = await credentials.FindAsync(name, cancellationToken).ConfigureAwait(false);
            if (credential is null)
            {
                problems.Add(DiagnosticDescriptors.UnknownCredential.At(parameter.Location, $"The credential '{name}', given for '{parameter.Name}', is not known"));
            }

            return credential;
        }

        return fitting;
    }
}
