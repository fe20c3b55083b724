namespace Playbooks.Cli;

/// <summary>What the program's exit code says. Part of its interface: scripts depend on it.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The run failed.</summary>
    public const int RunFailed = 1;

    /// <summary>The playbook, or the command line, has errors; nothing ran.</summary>
    public const int Invalid = 2;

    /// <summary>The only errors are playbooks that are not verified, or not any more, or that no run has proved; nothing ran.</summary>
    public const int NotVerified = 3;

    /// <summary>A run is in doubt: somebody has to say what became of a step before it can be continued.</summary>
    public const int InDoubt = 4;

    /// <summary>A defect of this program, as in <c>sysexits.h</c>.</summary>
    public const int InternalError = 70;

    /// <summary>Standard output cannot be written, as in <c>sysexits.h</c>. What ran has ended, and stands in the history.</summary>
    public const int OutputLost = 74;

    /// <summary>The run exceeded a time limit, as <c>timeout</c> says it.</summary>
    public const int TimedOut = 124;

    /// <summary>Cancelled by Ctrl-C or a termination signal, as shells say it.</summary>
    public const int Cancelled = 130;

    public static int Of(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Completed => Success,
        ExecutionStatus.TimedOut => TimedOut,
        ExecutionStatus.Cancelled => Cancelled,
        _ => RunFailed,
    };

    /// <summary>Of what stopped a playbook before it ran.</summary>
    public static int Of(IReadOnlyList<Diagnostic> diagnostics)
    {
        Diagnostic[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        return errors.Length == 0 ? Success
            : Array.TrueForAll(errors, error => error.Code is "PB2001" or "PB2002") ? NotVerified
            : Invalid;
    }
}
