using Microsoft.Extensions.Logging;
using Playbooks.Processes;

namespace Playbooks;

/// <summary>The common part of the steps that run a program.</summary>
internal static class ProgramRun
{
    public static PlaybookParameter WorkingDirectory { get; } = new()
    {
        Name = "working_directory",
        Description = "The folder to start in: absolute, or from the library's root, which is the default.",
    };

    public static PlaybookParameter Environment { get; } = new()
    {
        Name = "environment",
        Type = ParameterType.Dict,
        Description =
            "Environment variables by name, besides PATH, HOME, USER, LOGNAME, LANG, LC_*, TMPDIR, TZ and TRACEPARENT; "
                + "null takes one away. Nothing else is inherited.",
    };

    public static ProgramOutput MakeOutput(StepContext context)
        => new(
            context.Arguments.GetInteger(ProgramOutput.Parameter.Name, ProgramOutput.DefaultBytes), context.Redactor);

    /// <summary>Makes the request for a program, with the step's folder and environment.</summary>
    /// <exception cref="FormatException">A name or a value is not valid in an environment.</exception>
    public static ProcessRequest MakeRequest(StepContext context, string program) => new()
    {
        // As everywhere in a playbook, a path starts at the library's root, not at the host's current folder.
        FileName = program.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(program, context.RootDirectory)
            : program,
        Environment = ProgramEnvironment.Build(context.Arguments.GetMap(Environment.Name)),
        WorkingDirectory = Path.GetFullPath(
            context.Arguments.GetStringOrDefault(WorkingDirectory.Name) ?? ".", context.RootDirectory),
    };

    /// <summary>Logs the program's warnings, and another one when its output was cut.</summary>
    public static void Warn(StepContext context, ProcessResult result, ProgramOutput output)
    {
        foreach (string warning in result.Warnings)
        {
            context.Log(LogLevel.Warning, warning);
        }

        if (output.IsCut)
        {
            context.Log(
                LogLevel.Warning,
                $"The program's output is longer than '{ProgramOutput.Parameter.Name}' allows: only its end was kept");
        }
    }
}
