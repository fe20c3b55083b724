namespace Playbooks.Reading;

/// <summary>Reads a playbook's input from a file: a map from parameters to values, as YAML or JSON.</summary>
/// <example>
/// <code>
/// PlaybookPlan plan = (await engine.PlanAsync("site_setup.yaml")).EnsurePlanned();
/// ParameterReadResult read = await ParameterReader.ReadFileAsync("north.yaml", plan.Root.Playbook);
/// ExecutionReport report = await engine.CreateRun(plan, read.Values).RunAsync();
/// </code>
/// </example>
public static class ParameterReader
{
    /// <summary>
    /// Reads UTF-8 text, with or without a byte order mark. It collects all faults and does not throw for them.
    /// </summary>
    /// <param name="utf8">The bytes of the file.</param>
    /// <param name="file">The file's name in locations.</param>
    /// <param name="playbook">The playbook that declares the parameters.</param>
    /// <remarks>
    /// JSON is read as YAML, of which it is a subset. Each value is converted to its parameter's type; <c>1.0</c> for a
    /// text stays "1.0".
    /// </remarks>
    public static ParameterReadResult Read(ReadOnlyMemory<byte> utf8, string file, Playbook playbook)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(playbook);
        DiagnosticBag diagnostics = new();
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        if (utf8.Length > PlaybookReader.MaximumBytes)
        {
            diagnostics.Add(
                DiagnosticDescriptors.TooLarge,
                new(file, 0, 0),
                $"The file has {utf8.Length:N0} bytes; at most {PlaybookReader.MaximumBytes:N0} are read");
        }
        else if (YamlTreeReader.Read(utf8, file, diagnostics) is PlaybookValue tree)
        {
            Bind(tree, playbook, values, diagnostics);
        }

        return new ParameterReadResult { Values = values, Diagnostics = diagnostics.Items };
    }

    /// <summary>
    /// Reads a file of parameters. Relative files in it start at its own folder, as its author expects.
    /// </summary>
    /// <param name="path">The file; it may be a pipe.</param>
    /// <param name="playbook">The playbook that declares the parameters.</param>
    /// <param name="cancellationToken">Stops the reading, also while it waits for the other end of a pipe.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static async Task<ParameterReadResult> ReadFileAsync(
        string path, Playbook playbook, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(playbook);
        string full = Path.GetFullPath(path);
        byte[] bytes = await Task.Run(() => ReadBytesAsync(full, cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        ParameterReadResult read = Read(bytes, full, playbook);
        Dictionary<string, object?> values = new(read.Values, StringComparer.Ordinal);
        foreach (PlaybookParameter parameter in playbook.Parameters)
        {
            if (values.TryGetValue(parameter.Name, out object? value))
            {
                values[parameter.Name] = Rooted(parameter, value, Path.GetDirectoryName(full)!);
            }
        }

        return read with { Values = values };
    }

    /// <summary>Reads one parameter of a command line: <c>NAME=VALUE</c>.</summary>
    /// <param name="assignment">The name, an equals sign, and the value as text; lists and maps as JSON.</param>
    /// <param name="playbook">The playbook that declares the parameter.</param>
    /// <param name="folder">The folder at which a relative file starts.</param>
    /// <returns>
    /// The value of the declared type. A text that does not fit, or that has no declaration, stays text: the run
    /// reports the fault with the place of the declaration.
    /// </returns>
    /// <exception cref="FormatException">There is no name before an equals sign.</exception>
    public static KeyValuePair<string, object?> ReadAssignment(string assignment, Playbook playbook, string folder)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ArgumentNullException.ThrowIfNull(playbook);
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw new FormatException($"'{assignment}' is not a parameter: write NAME=VALUE");
        }

        (string name, string text) = (assignment[..equals], assignment[(equals + 1)..]);
        PlaybookParameter? parameter = playbook.Parameters.FirstOrDefault(parameter => parameter.Name == name);
        return parameter is not null && parameter.TryParse(text, out object? value)
            ? new(name, Rooted(parameter, value, folder))
            : new(name, text);
    }

    // One byte more than is allowed is enough to know that the file is too large.
    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[PlaybookReader.MaximumBytes + 1];
        int count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return bytes[..count];
    }

    // The engine starts relative files at the library's root; the author of this one means its own folder.
    private static object? Rooted(PlaybookParameter parameter, object? value, string folder)
        => parameter.Type == ParameterType.File && value is string path ? Path.GetFullPath(path, folder) : value;

    private static void Bind(
        PlaybookValue tree, Playbook playbook, Dictionary<string, object?> values, DiagnosticBag diagnostics)
    {
        if (tree is not MapValue map)
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongValue,
                tree.Location,
                $"A file of parameters must be a map from names to values, not {tree.Described}");
            return;
        }

        Dictionary<string, PlaybookParameter> known = playbook.Parameters.ToDictionary(
            parameter => parameter.Name, StringComparer.Ordinal);
        foreach (MapEntry entry in map.Entries)
        {
            if (!known.TryGetValue(entry.Key, out PlaybookParameter? parameter))
            {
                string? hint = Suggestion.For(entry.Key, known.Keys)
                    ?? (known.Count == 0 ? "It has no parameters." : $"It has: {string.Join(", ", known.Keys)}.");
                diagnostics.Add(
                    DiagnosticDescriptors.UnknownInput,
                    entry.KeyLocation,
                    $"Playbook '{playbook.Name}' has no parameter '{entry.Key}'",
                    hint);
            }
            else if (entry.Value is ScalarValue { Value: null })
            {
                // Null means that no value is given: the default applies, or a required value is missing.
                values[entry.Key] = null;
            }
            else if (ParameterValues.TryConvert(
                ParameterValues.Plain(entry.Value, parameter.Type), parameter.Type, out object? value))
            {
                values[entry.Key] = value;
            }
            else
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongInput,
                    entry.Value.Location,
                    $"The parameter '{entry.Key}' must be {ParameterValues.Describe(parameter.Type)}, "
                    + $"not {entry.Value.Described}");
            }
        }
    }
}
