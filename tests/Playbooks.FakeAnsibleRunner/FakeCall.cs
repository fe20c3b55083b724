using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Playbooks.FakeAnsibleRunner;

/// <summary>Records how the fake was called, in a file 'call.json' of the repository.</summary>
internal static class FakeCall
{
    /// <param name="args">The arguments.</param>
    /// <param name="extraVars">The file with the extra vars; null when there is none.</param>
    /// <param name="more">Whatever only one of the two programs knows.</param>
    /// <param name="repository">The repository; null for the working directory.</param>
    public static async Task RecordAsync(string[] args, string? extraVars, JsonObject more, string? repository = null)
    {
        bool hasVars = File.Exists(extraVars);
        JsonObject call = new()
        {
            ["arguments"] = new JsonArray([.. args.Select(argument => JsonValue.Create(argument))]),
            ["environment"] = new JsonObject(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Select(entry => KeyValuePair.Create((string)entry.Key, (JsonNode?)JsonValue.Create((string?)entry.Value)))),
            ["extra_vars"] = hasVars ? JsonNode.Parse(await File.ReadAllTextAsync(extraVars!)) : null,
            ["extra_vars_mode"] = ModeOf(extraVars),
            ["folder"] = Path.GetDirectoryName(extraVars),
            ["folder_mode"] = ModeOf(Path.GetDirectoryName(extraVars)),
            ["input"] = await Console.In.ReadToEndAsync(),
            ["process_id"] = Environment.ProcessId,
        };
        foreach ((string name, JsonNode? value) in more)
        {
            call[name] = value?.DeepClone();
        }

        await File.WriteAllTextAsync(Path.Combine(repository ?? ".", "call.json"), call.ToJsonString());
    }

    /// <summary>The mode of a file or folder in octal digits; null when it does not exist.</summary>
    public static string? ModeOf(string? path)
        => OperatingSystem.IsWindows() || !Path.Exists(path) ? null : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    /// <summary>Starts a process that sleeps in a session of its own.</summary>
    public static void StartChild(string seconds) => Process.Start(new ProcessStartInfo("setsid") { ArgumentList = { "sleep", seconds } })?.Dispose();
}
