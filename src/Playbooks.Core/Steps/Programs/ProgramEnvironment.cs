using System.Collections;
using System.Diagnostics;
using Playbooks.Values;

namespace Playbooks;

/// <summary>
/// Builds the environment of a step's program. Only these few variables of the host are passed on: the others may hold
/// its keys, tokens or settings.
/// </summary>
internal static class ProgramEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly string[] Passed = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "TZ"];

    /// <summary>The variables that programs on Windows need, some of them even to start.</summary>
    private static readonly string[] PassedOnWindows =
        ["SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"];

    /// <param name="given">The variables of the step; null removes one.</param>
    /// <exception cref="FormatException">A name or a value is not valid in an environment.</exception>
    public static Dictionary<string, string> Build(IReadOnlyDictionary<string, object?> given)
    {
        StringComparer names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        Dictionary<string, string> environment = new(names) { ["PATH"] = DefaultPath };
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (entry is { Key: string name, Value: string value } && IsPassed(name))
            {
                environment[name] = value;
            }
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: string trace } activity)
        {
            // The program's spans then belong to the step.
            environment["TRACEPARENT"] = trace;
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                environment["TRACESTATE"] = state;
            }
        }

        foreach ((string name, object? value) in given)
        {
            Set(environment, name, value);
        }

        return environment;
    }

    private static bool IsPassed(string name)
        => Passed.Contains(name, StringComparer.Ordinal)
            || name.StartsWith("LC_", StringComparison.Ordinal)
            || (OperatingSystem.IsWindows() && PassedOnWindows.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static void Set(Dictionary<string, string> environment, string name, object? value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
        {
            throw new FormatException($"'{name}' cannot be the name of an environment variable");
        }

        if (value is null)
        {
            environment.Remove(name);
            return;
        }

        string text = SecretText.Reveal(value).Text;
        environment[name] = text.Contains('\0', StringComparison.Ordinal)
            ? throw new FormatException($"The environment variable '{name}' cannot hold a zero character")
            : text;
    }
}
