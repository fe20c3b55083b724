using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Playbooks.Processes;

namespace Playbooks;

/// <summary>
/// <c>utility.python</c>: runs a Python script. Later steps can use its lines <c>KEY=value</c> and the values that it
/// gives to <c>set_variable</c>.
/// </summary>
internal sealed class PythonStep : IStepHandler
{
    private static readonly string[] OwnOutputs = ["exit_code", "stdout", "stderr", "truncated"];

    public StepDefinition Definition { get; } = new()
    {
        Type = "utility.python",
        Description =
            "Runs a Python script. Lines KEY=value that it prints, and set_variable(name, value), become outputs and "
                + "variables.",
        Parameters =
        [
            new()
            {
                Name = "script",
                Required = true,
                Description = "The script. It has the map 'variables' and the function 'set_variable'.",
            },
            new()
            {
                Name = "variables",
                Type = ParameterType.Dict,
                Description = "The entries of the script's map 'variables'.",
            },
            new()
            {
                Name = "python",
                Default = "python3",
                Description =
                    "The interpreter: a name that is found in PATH, or a path, absolute or from the library's root.",
            },
            ProgramRun.WorkingDirectory,
            ProgramRun.Environment,
            ProgramOutput.Parameter,
        ],
        Outputs =
        [
            new("exit_code", "The exit code of the interpreter.", ParameterType.Integer),
            new("stdout", "The script's output, without the line ending at the end.", ParameterType.String),
            new("stderr", "Its error output, without the line ending at the end.", ParameterType.String),
            new("truncated", "True when a part of the output was dropped.", ParameterType.Boolean),
        ],
        HasOpenOutputs = true,
        HasOpenVariables = true,
        Effect = StepEffect.Mutating,
        StartsProcess = true,
        CommandLineParameters = ["python"],
    };

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        ProcessRequest request;
        try
        {
            request = MakeRequest(context, token);
        }
        catch (FormatException exception)
        {
            return StepResult.Failed(exception.Message);
        }

        ProgramOutput output = ProgramRun.MakeOutput(context);
        PythonOutput script = new(output.Output, token);
        ProcessResult result = await ChildProcess.RunAsync(
            request, script.WriteAsync, output.Error.WriteAsync, cancellationToken).ConfigureAwait(false);
        await script.CompleteAsync().ConfigureAwait(false);
        ProgramRun.Warn(context, result, output);
        return Result(context, script, result.ExitCode, output);
    }

    private static ProcessRequest MakeRequest(StepContext context, string token)
    {
        ProcessRequest request = ProgramRun.MakeRequest(context, context.Arguments.GetString("python"));
        Dictionary<string, string> environment = new(request.Environment, StringComparer.Ordinal);
        // The output is read as UTF-8, whatever the machine's locale is. And a step must not leave bytecode files
        // behind.
        environment.TryAdd("PYTHONUTF8", "1");
        environment.TryAdd("PYTHONDONTWRITEBYTECODE", "1");
        Dictionary<string, object?> input = new(StringComparer.Ordinal)
        {
            ["token"] = token,
            ["script"] = context.Arguments.GetString("script"),
            ["variables"] = context.Arguments.GetMap("variables"),
        };
        return request with
        {
            Environment = environment,
            Arguments = ["-c", PythonBootstrap.Code],
            Input = PlaybookValues.ToJson(input, revealSecrets: true),
            NotFoundHint = "Install Python 3, or name its interpreter with 'python'.",
        };
    }

    private static StepResult Result(StepContext context, PythonOutput script, int exitCode, ProgramOutput output)
    {
        string? problem = script.IsRecordTooLong
            ? $"its variables take more than {PythonOutput.MaximumRecord:N0} bytes"
            : null;
        PythonRecord record = PythonRecord.Empty;
        try
        {
            record = script.Record is string json && problem is null ? PythonRecord.Read(json) : record;
        }
        catch (JsonException exception)
        {
            problem = $"its variables cannot be read: {exception.Message}";
        }

        problem ??= record.Variables.Keys.FirstOrDefault(name => !PythonOutput.IsName(name)) is string bad
            ? $"'{bad}' is not a name for a variable"
            : null;
        Dictionary<string, object?> values = new(script.Printed, StringComparer.Ordinal);
        foreach ((string name, object? value) in record.Variables)
        {
            values[name] = value;
        }

        Dictionary<string, object?> outputs = new(values, StringComparer.Ordinal)
        {
            ["exit_code"] = (long)exitCode,
            ["stdout"] = output.OutputText,
            ["stderr"] = output.ErrorText,
            ["truncated"] = output.IsCut,
        };
        if (record.Failure is not null || exitCode != 0 || problem is not null)
        {
            return StepResult.Failed(
                $"The script failed: {record.Failure ?? problem ?? Ended(exitCode, output)}", outputs);
        }

        Warn(context, script, values);
        // A script that failed sets no variables: its work is incomplete.
        foreach ((string name, object? value) in values)
        {
            context.SetVariable(name, value);
        }

        return StepResult.Completed(outputs);
    }

    private static string Ended(int exitCode, ProgramOutput output)
        => output.Quote() is { Length: > 0 } said
            ? $"it ended with exit code {exitCode}: {said}"
            : $"it ended with exit code {exitCode}";

    private static void Warn(StepContext context, PythonOutput script, Dictionary<string, object?> values)
    {
        if (script.Record is null)
        {
            context.Log(
                LogLevel.Warning,
                "The script ended its process early, so the values that it gave to set_variable are lost");
        }

        if (script.HasTooMany)
        {
            context.Log(
                LogLevel.Warning,
                $"The script printed more than {PythonOutput.MaximumNames:N0} different KEY=value lines: "
                + "the others are not outputs");
        }

        if (Array.Find(OwnOutputs, values.ContainsKey) is string own)
        {
            context.Log(
                LogLevel.Warning, $"The script sets '{own}', an output that every script has: it is a variable only");
        }
    }
}
