using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>What a step handler is given for one attempt.</summary>
/// <remarks>The engine makes it; for a handler's own unit test, the package Playbooks.Testing has one. Do not derive
/// from it: it grows.</remarks>
public abstract class StepContext
{
    /// <summary>For the engine and Playbooks.Testing.</summary>
    protected StepContext()
    {
    }

    /// <summary>The run that the step belongs to.</summary>
    public abstract string ExecutionId { get; }

    /// <summary>The step's address in its run, the same in events, reports and logs.</summary>
    public abstract StepAddress Address { get; }

    /// <summary>Which attempt this is, from 1.</summary>
    public abstract int Attempt { get; }

    /// <summary>What the step gives, evaluated, of the declared types, defaults filled in.</summary>
    public abstract StepArguments Arguments { get; }

    /// <summary>Whether the run only predicts (<see cref="RunOptions.Check"/>): then nothing in the world may be
    /// changed.</summary>
    public abstract bool IsCheck { get; }

    /// <summary>The folder that relative paths are taken from: the library's root.</summary>
    public abstract string RootDirectory { get; }

    /// <summary>The run's clock. Use it for every wait.</summary>
    public abstract TimeProvider TimeProvider { get; }

    /// <summary>The run's own redactor: it knows every secret of the run.</summary>
    /// <remarks>Mask a text before you cut it, log it elsewhere or write it to a file. What a handler adds is a secret
    /// of the run from then on. Events and reports are masked without that.</remarks>
    public abstract Redactor Redactor { get; }

    /// <summary>Says something to whoever watches the run. Known secrets are masked.</summary>
    public abstract void Log(LogLevel level, string message);

    /// <summary>Tells whoever watches the run how far the step is. Known secrets are masked; it is no log line, and
    /// nothing keeps it.</summary>
    /// <param name="message">One line, such as <c>12 of 40 files copied</c>. A later one replaces it.</param>
    /// <remarks>For steps that take long. At most a few times a second: each is an event.</remarks>
    public abstract void ReportProgress(string message);

    /// <summary>Sets a variable of the playbook that the step belongs to.</summary>
    /// <param name="name">Used as <c>{{ variable.NAME }}</c> by later steps.</param>
    /// <param name="value">Of the types that <see cref="StepResult.Outputs"/> names.</param>
    public abstract void SetVariable(string name, object? value);
}
