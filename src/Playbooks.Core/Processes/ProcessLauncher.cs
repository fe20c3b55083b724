using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Playbooks.Processes;

/// <summary>Starts the program of a request, with the environment that it is to have and no other.</summary>
internal static class ProcessLauncher
{
    private const string TraceParent = "TRACEPARENT";
    private const string TraceState = "TRACESTATE";

    /// <summary>Starts it.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="isolation">What stands before its command line, from <see cref="ProcessNamespace"/>.</param>
    public static Process Start(ProcessRequest request, IReadOnlyList<string> isolation)
    {
        string program = ProgramPath.Find(request);

        // Its own session: a Ctrl+C at the host's terminal is the host's to pass on.
        string? session = OperatingSystem.IsLinux() ? ProgramPath.TryFind("setsid", request.Environment) : null;
        List<string> command = [.. session is null ? Array.Empty<string>() : [session], .. isolation, program, .. request.Arguments];
        ProcessStartInfo start = new()
        {
            FileName = command[0],
            WorkingDirectory = request.WorkingDirectory ?? "",
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach ((string name, string value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        HandOnTrace(start.Environment);
        start.Environment[ProcessFamily.Variable] = request.RunId;
        try
        {
            return Process.Start(start) ?? throw new ProcessStartException(request.FileName, $"'{program}' could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new ProcessStartException(request.FileName, $"'{program}' could not be started in '{request.WorkingDirectory ?? "."}': {exception.Message}.", exception);
        }
    }

    /// <summary>What the program traces belongs below what runs it, unless the request says otherwise.</summary>
    private static void HandOnTrace(IDictionary<string, string?> environment)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: string id } activity && !environment.ContainsKey(TraceParent))
        {
            environment[TraceParent] = id;
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                environment[TraceState] = state;
            }
        }
    }
}
