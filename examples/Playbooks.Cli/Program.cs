using System.CommandLine;
using System.CommandLine.Invocation;
using Playbooks.Cli;

// Never disposed of: otherwise a second Ctrl-C at the very end would change the exit code.
StopSignals signals = new();
if (!PlaybooksCommand.OnlyReads(args))
{
    signals.Listen();
}

Console.SetOut(OutputStream.NewWriter());
Console.SetError(OutputStream.NewErrorWriter());
Command root = PlaybooksCommand.Create(signals, args);
// A playbook's name may begin with '@', so response files are switched off.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Action is ParseErrorAction)
{
    return OneLineError.Usage(parsed);
}

try
{
    // This program handles signals and exceptions itself: the library would end the process too early and print stack
    // traces.
    InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    int exitCode = await parsed.InvokeAsync(configuration, signals.Token);
    GC.KeepAlive(signals);
    return exitCode;
}
catch (Exception exception) when (signals.Token.IsCancellationRequested && exception is OperationCanceledException or OutputException)
{
    return ExitCodes.Cancelled;
}
catch (Exception exception)
{
    return OneLineError.Of(exception);
}
