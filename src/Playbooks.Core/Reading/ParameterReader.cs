namespace Playbooks.Reading;

/// <summary>Reads what a playbook is given from a file: a map from parameters to values, as YAML or JSON.</summary>
/// <example>
/// <code>
/// PlaybookPlan plan = (await engine.PlanAsync("site_setup.yaml")).EnsurePlanned();
/// ParameterReadResult read = ParameterReader.Read(File.ReadAllBytes("north.yaml"), "north.yaml", plan.Root.Playbook);
/// ExecutionReport report = await engine.CreateRun(plan, read.Values).RunAsync();
/// </code>
/// </example>
public static class ParameterReader
{
    /// <summary>Reads UTF-8 text, with or without a byte order mark. It gathers everything that is wrong, and never throws for it.</summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <param name="file">What locations call it.</param>
    /// <param name="playbook">Declares the parameters.</param>
    /// <remarks>JSON is read as the YAML that it also is. Every value is fitted to its parameter's type; <c>1.0</c> for a text stays "1.0".</remarks>
    public static ParameterReadResult Read(ReadOnlyMemory<byte> utf8, string file, Playbook playbook)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(playbook);
        DiagnosticBag diagnostics = new();
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        if (utf8.Length > PlaybookReader.MaximumBytes)
        {
            diagnostics.Add(DiagnosticDescriptors.TooLarge, new(file, 0, 0), $"The file has {utf8.Length:N0} bytes; at most {PlaybookReader.MaximumBytes:N0} are read");
        }
        else if (YamlTreeReader.Read(utf8, file, diagnostics) is PlaybookValue tree)
        {
            Bind(tree, playbook, values, diagnostics);
        }

        return new ParameterReadResult { Values = values, Diagnostics = diagnostics.Items };
    }

    private static void Bind(PlaybookValue tree, Playbook playbook, Dictionary<string, object?> values, DiagnosticBag diagnostics)
    {
        if (tree is not MapValue map)
        {
            diagnostics.Add(DiagnosticDescriptors.WrongValue, tree.Location, $"A file of parameters must be a map from names to values, not {tree.Described}");
            return;
        }

        Dictionary<string, PlaybookParameter> known = playbook.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (MapEntry entry in map.Entries)
        {
            if (!known.TryGetValue(entry.Key, out PlaybookParameter? parameter))
            {
                string? hint = Suggestion.For(entry.Key, known.Keys) ?? (known.Count == 0 ? "It has no parameters." : $"It has: {string.Join(", ", known.Keys)}.");
                diagnostics.Add(DiagnosticDescriptors.UnknownInput, entry.KeyLocation, $"Playbook '{playbook.Name}' has no parameter '{entry.Key}'", hint);
            }
            else if (entry.Value is ScalarValue { Value: null })
            {
                // Null is what is not given: the default applies, or what is required is missing.
                values[entry.Key] = null;
            }
            else if (ParameterValues.TryConvert(ParameterValues.Plain(entry.Value, parameter.Type), parameter.Type, out object? value))
            {
                values[entry.Key] = value;
            }
            else
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongInput,
                    entry.Value.Location,
                    $"The parameter '{entry.Key}' must be {ParameterValues.Describe(parameter.Type)}, not {entry.Value.Described}");
            }
        }
    }
}
