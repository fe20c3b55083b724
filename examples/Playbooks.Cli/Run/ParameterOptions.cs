using System.CommandLine;
using Playbooks.Reading;

namespace Playbooks.Cli;

/// <summary>How a playbook's parameters are given: one by one, or in a file.</summary>
internal sealed class ParameterOptions
{
    public Option<string[]> Values { get; } = MakeValues();

    public Option<string?> File { get; } = new("--params")
    {
        HelpName = "FILE",
        Description = "A YAML or JSON file of parameters, a map from names to values. Files in it are relative to its folder. -p wins over it.",
    };

    /// <summary>What was given, as far as it fits the declared types. What does not is left as text: the run says what is wrong with it, and where it is declared.</summary>
    /// <exception cref="PlaybookInvalidException">The file has errors.</exception>
    /// <exception cref="UsageException">There is no such file.</exception>
    public async Task<Dictionary<string, object?>> ReadAsync(ParseResult parsed, Playbook playbook, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> given = new(StringComparer.Ordinal);
        if (parsed.GetValue(File) is string file)
        {
            await AddFileAsync(file, playbook, given, cancellationToken);
        }

        foreach (string assignment in parsed.GetValue(Values) ?? [])
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            (string name, string text) = (assignment[..equals], assignment[(equals + 1)..]);
            PlaybookParameter? parameter = playbook.Parameters.FirstOrDefault(parameter => parameter.Name == name);
            given[name] = parameter is not null && parameter.TryParse(text, out object? value)
                ? Rooted(parameter, value, Environment.CurrentDirectory)
                : text;
        }

        return given;
    }

    private static async Task AddFileAsync(string file, Playbook playbook, Dictionary<string, object?> given, CancellationToken cancellationToken)
    {
        FileInfo info = new(file);
        if (!info.Exists)
        {
            throw new UsageException($"the file of parameters '{file}' does not exist");
        }

        if (info.Length > PlaybookReader.MaximumBytes)
        {
            throw new UsageException($"the file of parameters '{file}' has {info.Length:N0} bytes; at most {PlaybookReader.MaximumBytes:N0} are read");
        }

        // It may be a pipe, whose other end is slow to come: Ctrl-C must work all the same.
        byte[] bytes = await Task.Run(() => System.IO.File.ReadAllBytesAsync(info.FullName, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
        ParameterReadResult read = ParameterReader.Read(bytes, info.FullName, playbook);
        if (read.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            throw new PlaybookInvalidException(read.Diagnostics);
        }

        foreach (PlaybookParameter parameter in playbook.Parameters)
        {
            if (read.Values.TryGetValue(parameter.Name, out object? value))
            {
                given[parameter.Name] = Rooted(parameter, value, info.DirectoryName!);
            }
        }
    }

    /// <summary>The engine takes relative files from the library's root; a user means the folder that they are in.</summary>
    private static object? Rooted(PlaybookParameter parameter, object? value, string folder)
        => parameter.Type == ParameterType.File && value is string path ? Path.GetFullPath(path, folder) : value;

    private static Option<string[]> MakeValues()
    {
        Option<string[]> values = new("--param", "-p")
        {
            HelpName = "NAME=VALUE",
            Description = "A parameter, converted to its declared type; lists and maps as JSON, files relative to the current directory. Repeat it for more.",
        };
        values.Validators.Add(result =>
        {
            foreach (string token in result.Tokens.Select(token => token.Value).Where(token => token.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"'{token}' is no parameter: write NAME=VALUE");
            }
        });
        return values;
    }
}
