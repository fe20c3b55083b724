using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>The final figures: keyed by counter, then by host. A summary wants them the other way round.</summary>
internal static class StatisticsParser
{
    public static IReadOnlyDictionary<string, HostSummary> Read(JsonElement data)
    {
        SortedDictionary<string, HostSummary> hosts = new(StringComparer.Ordinal);
        foreach (string counter in (ReadOnlySpan<string>)["processed", "ok", "changed", "failures", "skipped", "dark", "rescued", "ignored"])
        {
            JsonElement figures = data.Object(counter);
            if (figures.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (JsonProperty figure in figures.EnumerateObject())
            {
                long count = figure.Value.ValueKind == JsonValueKind.Number && figure.Value.TryGetInt64(out long value) ? value : 0;
                hosts[figure.Name] = Set(hosts.GetValueOrDefault(figure.Name) ?? new HostSummary(), counter, count);
            }
        }

        return hosts;
    }

    private static HostSummary Set(HostSummary host, string counter, long count) => counter switch
    {
        "ok" => host with { Ok = count },
        "changed" => host with { Changed = count },
        "failures" => host with { Failures = count },
        "skipped" => host with { Skipped = count },
        "dark" => host with { Unreachable = count },
        "rescued" => host with { Rescued = count },
        "ignored" => host with { Ignored = count },
        _ => host,
    };
}
