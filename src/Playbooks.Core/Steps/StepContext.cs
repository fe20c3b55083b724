using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>The context of one attempt of a step.</summary>
/// <remarks>
/// The engine creates it. For a handler's own unit test, the package Playbooks.Testing has one. Do not derive from it:
/// members will be added.
/// </remarks>
public abstract class StepContext
{
    /// <summary>For the engine and Playbooks.Testing.</summary>
    protected StepContext()
    {
    }

    /// <summary>The id of the run.</summary>
    public abstract string ExecutionId { get; }

    /// <summary>The step's address in its run, the same in events, reports and logs.</summary>
    public abstract StepAddress Address { get; }

    /// <summary>The number of the attempt, from 1.</summary>
    public abstract int Attempt { get; }

    /// <summary>The step's arguments: evaluated, of the declared types, with defaults.</summary>
    public abstract StepArguments Arguments { get; }

    /// <summary>
    /// True when the run only predicts (<see cref="RunOptions.Check"/>). The step must then change nothing.
    /// </summary>
    public abstract bool IsCheck { get; }

    /// <summary>The library's root, at which relative paths start.</summary>
    public abstract string RootDirectory { get; }

    /// <summary>The run's clock. Use it for every wait.</summary>
    public abstract TimeProvider TimeProvider { get; }

    /// <summary>The run's redactor. It knows all secrets of the run.</summary>
    /// <remarks>
    /// Mask a text before you cut it, log it elsewhere or write it to a file. Secrets that a handler adds are secrets
    /// of the run from then on. Events and reports are masked automatically.
    /// </remarks>
    public abstract Redactor Redactor { get; }

    /// <summary>Writes a message to the log of the run. Known secrets are masked.</summary>
    public abstract void Log(LogLevel level, string message);

    /// <summary>
    /// Reports the step's progress to the watchers of the run. Known secrets are masked. It is not logged or kept.
    /// </summary>
    /// <param name="message">One line, such as <c>12 of 40 files copied</c>. A later one replaces it.</param>
    /// <remarks>For long steps. Call it at most a few times a second, since each call is an event.</remarks>
    public abstract void ReportProgress(string message);

    /// <summary>Sets a variable of the step's playbook.</summary>
    /// <param name="name">The name. Later steps refer to it as <c>{{ variable.NAME }}</c>.</param>
    /// <param name="value">A value of the types that <see cref="StepResult.Outputs"/> names.</param>
    public abstract void SetVariable(string name, object? value);
}
