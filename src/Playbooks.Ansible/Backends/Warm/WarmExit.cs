using System.Text.Json;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>How a run ended, as its keeper says it.</summary>
/// <param name="ExitCode">Ansible's; null when a signal ended it.</param>
/// <param name="Ended">The processes that were still there and were ended.</param>
/// <param name="Left">Those of them that could not be.</param>
/// <param name="Commands">The command lines of those that were ended, as far as they were known.</param>
internal sealed record WarmExit(int? ExitCode, IReadOnlyList<int> Ended, IReadOnlyList<int> Left, IReadOnlyList<string> Commands)
{
    /// <summary>Whether it was stopped from here.</summary>
    public bool WasStopped { get; init; }

    public static WarmExit Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        JsonElement exit = root.GetProperty("exit");
        return new WarmExit(exit.ValueKind == JsonValueKind.Number ? exit.GetInt32() : null, Ids(root.GetProperty("ended")), Ids(root.GetProperty("left")), [.. root.GetProperty("commands").EnumerateArray().Select(command => command.GetString()!)]);
    }

    private static List<int> Ids(JsonElement array) => [.. array.EnumerateArray().Select(id => id.GetInt32())];
}
