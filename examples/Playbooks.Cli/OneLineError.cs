using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>What is said of errors that are no diagnostics: one line on standard error, never a stack trace.</summary>
internal static class OneLineError
{
    /// <summary>A command line that does not parse.</summary>
    public static int Usage(ParseResult parsed)
    {
        List<string> names = [];
        for (System.CommandLine.Parsing.CommandResult? command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, command.Command.Name);
        }

        string message = parsed.Errors.Count == 0 ? "the command line does not parse" : parsed.Errors[0].Message.TrimEnd('.');
        Write($"{message} (see '{string.Join(' ', names)} --help')");
        return ExitCodes.Invalid;
    }

    /// <summary>An exception that nobody handled.</summary>
    public static int Of(Exception exception)
    {
        if (exception is UsageException or PlaybookException or IOException or UnauthorizedAccessException)
        {
            Write(exception.Message);
            return ExitCodes.Invalid;
        }

        Write($"internal error: {exception.GetType().FullName}: {exception.Message}");
        return ExitCodes.InternalError;
    }

    private static void Write(string message) => Console.Error.WriteLine($"error: {PrintableText.Line(message)}");
}
