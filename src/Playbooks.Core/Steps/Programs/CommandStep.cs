using Playbooks.Processes;
using Playbooks.Values;

namespace Playbooks;

/// <summary><c>utility.command</c>: runs a program without a shell.</summary>
internal sealed class CommandStep : IStepHandler
{
    public StepDefinition Definition { get; } = new()
    {
        Type = "utility.command",
        Description = "Runs a program with a list of arguments, without a shell.",
        Parameters =
        [
            new()
            {
                Name = "program",
                Required = true,
                Description = "A name that is found in PATH, or a path: absolute, or from the library's root.",
            },
            new()
            {
                Name = "arguments",
                Type = ParameterType.List,
                Description =
                    "Its arguments, each handed over as it is. Everybody on the machine can see them: no secrets.",
            },
            ProgramRun.WorkingDirectory,
            ProgramRun.Environment,
            new()
            {
                Name = "input",
                Type = ParameterType.Any,
                Description = "Its standard input: text as it is, a list or a map as JSON. Empty by default.",
            },
            new()
            {
                Name = "exit_codes",
                Type = ParameterType.Any,
                Default = 0L,
                Description = "The exit code with which it succeeds, or a list of them; 0 by default.",
            },
            ProgramOutput.Parameter,
        ],
        Outputs =
        [
            new("exit_code", "Its exit code.", ParameterType.Integer),
            new("stdout", "Its output, without the line ending at the end.", ParameterType.String),
            new("stderr", "Its error output, without the line ending at the end.", ParameterType.String),
            new("json", "Its output as a value, when that is JSON and was kept whole; null otherwise."),
            new("truncated", "True when a part of the output was dropped.", ParameterType.Boolean),
        ],
        Effect = StepEffect.Mutating,
        StartsProcess = true,
        CommandLineParameters = ["program", "arguments"],
    };

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        StepArguments arguments = context.Arguments;
        if (!IntegerList.TryRead(arguments.GetValueOrDefault("exit_codes"), out IReadOnlyList<long> expected)
            || expected.Count == 0)
        {
            return StepResult.Failed("'exit_codes' must be an exit code such as 0, or a list of them");
        }

        IReadOnlyList<object?> list = arguments.GetList("arguments");
        for (int i = 0; i < list.Count; i++)
        {
            if (PlaybookValues.ToText(list[i]).Contains('\0', StringComparison.Ordinal))
            {
                return StepResult.Failed($"Argument {i + 1} holds a zero character, which no argument can");
            }
        }

        ProcessRequest request;
        try
        {
            request = ProgramRun.MakeRequest(context, arguments.GetString("program")) with
            {
                Arguments = [.. list.Select(PlaybookValues.ToText)],
                Input = arguments.GetValueOrDefault("input") is object input ? SecretText.Reveal(input).Text : null,
            };
        }
        catch (FormatException exception)
        {
            return StepResult.Failed(exception.Message);
        }

        ProgramOutput output = ProgramRun.MakeOutput(context);
        ProcessResult result = await ChildProcess.RunAsync(
            request, output.Output.WriteAsync, output.Error.WriteAsync, cancellationToken).ConfigureAwait(false);
        ProgramRun.Warn(context, result, output);
        return Result(arguments.GetString("program"), result.ExitCode, expected, output);
    }

    private static StepResult Result(string program, int exitCode, IReadOnlyList<long> expected, ProgramOutput output)
    {
        Dictionary<string, object?> outputs = new(StringComparer.Ordinal)
        {
            ["exit_code"] = (long)exitCode,
            ["stdout"] = output.OutputText,
            ["stderr"] = output.ErrorText,
            ["json"] = output.Json(),
            ["truncated"] = output.IsCut,
        };
        if (expected.Contains(exitCode))
        {
            return StepResult.Completed(outputs);
        }

        string said = output.Quote();
        return StepResult.Failed(
            $"'{program}' ended with exit code {exitCode}, expected "
                + $"{string.Join(" or ", expected)}{(said.Length == 0 ? "" : $": {said}")}",
            outputs);
    }
}
