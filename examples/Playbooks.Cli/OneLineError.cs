using System.CommandLine;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>Writes errors that are not diagnostics: one line on standard error, never a stack trace.</summary>
internal static class OneLineError
{
    /// <summary>Reports a command line that does not parse.</summary>
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

    /// <summary>Reports a run that needs a decision of the user, with the commands for it.</summary>
    public static int InDoubt(Session session, RunInDoubtException exception)
    {
        Write(exception.Message.TrimEnd('.'));
        HintText.Write(Console.Error, session.Hints.Decide(exception.ExecutionId, exception.Addresses));
        return ExitCodes.InDoubt;
    }

    /// <summary>Reports an unhandled exception.</summary>
    public static int Of(Exception exception)
    {
        if (exception is NotProvenException)
        {
            Write(exception.Message);
            return ExitCodes.NotVerified;
        }

        if (exception is ExecutionStoreException)
        {
            Write($"{exception.Message.TrimEnd('.')} (--history FILE names another history; 'playbooks run --no-history' keeps none)");
            return ExitCodes.Invalid;
        }

        if (exception is OutputException)
        {
            Write(exception.Message);
            return ExitCodes.OutputLost;
        }

        if (exception is UsageException or PlaybookException or IOException or UnauthorizedAccessException)
        {
            Write(exception.Message);
            return ExitCodes.Invalid;
        }

        Write($"internal error: {exception.GetType().FullName}: {exception.Message}");
        return ExitCodes.InternalError;
    }

    private static void Write(string message)
    {
        try
        {
            Console.Error.WriteLine($"error: {PrintableText.Line(message)}");
        }
        catch (OutputException)
        {
            // Standard error cannot be written. The exit code still reports the error.
        }
    }
}
