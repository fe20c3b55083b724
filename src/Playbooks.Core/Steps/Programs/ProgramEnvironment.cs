using System.Collections;
using System.Diagnostics;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Builds the environment of a step's program. What the host's own holds beside these few names (keys, tokens, settings of the host) is not the step's to see.</summary>
internal static class ProgramEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly string[] Passed = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "TZ"];

    /// <summary>On Windows, programs do not even start without some of these.</summary>
    private static readonly string[] PassedOnWindows = ["SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA"];

    /// <param name="given">What the step adds; null takes a name away.</param>
    /// <exception cref="FormatException">A name or a value cannot stand in an environment.</exception>
    public static Dictionary<string, string> Build(IReadOnlyDictionary<string, object?> given)
    {
        Dictionary<string, string> environment = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal) { ["PATH"] = DefaultPath };
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (entry is { Key: string name, Value: string value } && IsPassed(name))
            {
                environment[name] = value;
            }
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: string trace } activity)
        {
            // So that what the program traces is found below the step.
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
