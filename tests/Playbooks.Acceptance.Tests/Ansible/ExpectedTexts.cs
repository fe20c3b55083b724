using System.Text.Json;
using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Compares what a summary says with what a person has to learn from the run.</summary>
internal static class ExpectedTexts
{
    public static void ShouldSay(this ExecutionSummary summary, JsonElement expected)
    {
        foreach (JsonElement task in expected.GetProperty("failed_tasks").EnumerateArray())
        {
            string name = $"{task.GetProperty("host")}: {task.GetProperty("task")}";
            string[] pieces = [.. task.GetProperty("must_contain").EnumerateArray().Select(piece => Words(piece.GetString()!))];
            summary.Failures.ShouldContain(
                failure => $"{failure.Host}: {failure.Task}" == name && pieces.All(piece => Words(failure.Message).Contains(piece, StringComparison.Ordinal)),
                $"{name}: {string.Join(" | ", pieces)}, not {string.Join(" | ", summary.Failures)}");
        }

        // The first line says what is wrong, the others where.
        foreach (JsonElement error in expected.GetProperty("run_errors").EnumerateArray())
        {
            string first = Words(error.GetString()!.Split('\n')[0]);
            summary.KeyErrors.ShouldContain(actual => Words(actual).StartsWith(first, StringComparison.Ordinal), $"{first}, not {string.Join(" | ", summary.KeyErrors)}");
        }

        if (expected.TryGetProperty("warnings", out JsonElement warnings))
        {
            // Ours about a run that did nothing comes besides Ansible's own.
            summary.Warnings.Where(warning => !warning.StartsWith("Nothing ran: ", StringComparison.Ordinal)).Select(Words).Order(StringComparer.Ordinal).ShouldBe(warnings.EnumerateArray().Select(warning => Words(warning.GetString()!)).Order(StringComparer.Ordinal));
        }

        if (expected.TryGetProperty("must_not_leak", out JsonElement secrets))
        {
            secrets.EnumerateArray().ShouldAllBe(secret => !summary.ToJson().Contains(secret.GetString()!, StringComparison.Ordinal));
        }
    }

    // Without line breaks, and without paths: the recorded ones are those of another machine.
    private static string Words(string text)
        => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains('/', StringComparison.Ordinal)));
}
