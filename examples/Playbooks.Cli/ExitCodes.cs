namespace Playbooks.Cli;

/// <summary>The exit codes of the program. They are part of its interface: scripts depend on them.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The run failed.</summary>
    public const int RunFailed = 1;

    /// <summary>The playbook, or the command line, has errors; nothing ran.</summary>
    public const int Invalid = 2;

    /// <summary>
    /// The only errors are playbooks that are not verified, not verified any more, or not proved by a run; nothing ran.
    /// </summary>
    public const int NotVerified = 3;

    /// <summary>A run is in doubt: the user must say if a step was done before the run can be continued.</summary>
    public const int InDoubt = 4;

    /// <summary>A defect of this program, as in <c>sysexits.h</c>.</summary>
    public const int InternalError = 70;

    /// <summary>
    /// Standard output cannot be written, as in <c>sysexits.h</c>. The run has ended, and the history has it.
    /// </summary>
    public const int OutputLost = 74;

    /// <summary>The run exceeded a time limit, as with <c>timeout</c>.</summary>
    public const int TimedOut = 124;

    /// <summary>Cancelled by Ctrl-C or a termination signal, as with shells.</summary>
    public const int Cancelled = 130;

    public static int Of(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Completed => Success,
        ExecutionStatus.TimedOut => TimedOut,
        ExecutionStatus.Cancelled => Cancelled,
        _ => RunFailed,
    };

    /// <summary>Gets the exit code for the errors that kept a playbook from running.</summary>
    public static int Of(IReadOnlyList<Diagnostic> diagnostics)
    {
        Diagnostic[] errors = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        return errors.Length == 0 ? Success
            : Array.TrueForAll(errors, error => error.Code is "PB2001" or "PB2002") ? NotVerified
            : Invalid;
    }
}
