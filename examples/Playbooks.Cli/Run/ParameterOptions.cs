using System.CommandLine;
using Playbooks.Reading;

namespace Playbooks.Cli;

/// <summary>The options for a playbook's parameters: one by one, or in a file.</summary>
internal sealed class ParameterOptions
{
    public Option<string[]> Values { get; } = MakeValues();

    public Option<string?> File { get; } = new("--params")
    {
        HelpName = "FILE",
        Description = "A YAML or JSON file of parameters: a map from names to values. Paths in it are relative to its folder. -p wins over it.",
    };

    /// <summary>
    /// Reads the parameters and converts them to the declared types. A value that does not fit stays a text: the run
    /// reports the error and the place of the declaration.
    /// </summary>
    /// <exception cref="PlaybookInvalidException">The file has errors.</exception>
    /// <exception cref="UsageException">The file does not exist.</exception>
    public async Task<Dictionary<string, object?>> ReadAsync(ParseResult parsed, Playbook playbook, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> given = new(StringComparer.Ordinal);
        if (parsed.GetValue(File) is string file)
        {
            await AddFileAsync(file, playbook, given, cancellationToken);
        }

        foreach (string assignment in parsed.GetValue(Values) ?? [])
        {
            (string name, object? value) = ParameterReader.ReadAssignment(assignment, playbook, Environment.CurrentDirectory);
            given[name] = value;
        }

        return given;
    }

    private static async Task AddFileAsync(string file, Playbook playbook, Dictionary<string, object?> given, CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(file))
        {
            throw new UsageException($"the file of parameters '{file}' does not exist");
        }

        ParameterReadResult read = await ParameterReader.ReadFileAsync(file, playbook, cancellationToken);
        if (read.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            throw new PlaybookInvalidException(read.Diagnostics);
        }

        foreach ((string name, object? value) in read.Values)
        {
            given[name] = value;
        }
    }

    private static Option<string[]> MakeValues()
    {
        Option<string[]> values = new("--param", "-p")
        {
            HelpName = "NAME=VALUE",
            Description = "A parameter, which is converted to its declared type. Lists and maps are JSON; paths are relative to the current directory. Repeat the option for more parameters.",
        };
        values.Validators.Add(result =>
        {
            foreach (string token in result.Tokens.Select(token => token.Value).Where(token => token.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"'{token}' is not a parameter: write NAME=VALUE");
            }
        });
        return values;
    }
}
