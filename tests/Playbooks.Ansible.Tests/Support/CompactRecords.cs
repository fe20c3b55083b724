using System.Text;
using System.Text.Json.Nodes;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Support;

/// <summary>Writes a recorded run as our callback plugin would have sent it: from the callbacks that Ansible made, and the counters that it moved for each.</summary>
public static class CompactRecords
{
    public static byte[] Of(RecordedCase recorded)
    {
        StringBuilder lines = new();
        int counter = 0;
        int tasks = 0;
        foreach (string line in File.ReadLines(Path.Combine(recorded.Folder, "callbacks.jsonl")))
        {
            JsonObject callback = JsonNode.Parse(line)!.AsObject();
            string name = (string)callback["cb"]!;
            JsonObject data = [];
            switch (name)
            {
                case "playbook_on_play_start":
                    data["name"] = callback["play"]?.DeepClone();
                    break;
                case "playbook_on_task_start":
                    data["name"] = callback["task"]?.DeepClone();
                    data["task_uuid"] = $"task-{++tasks}";
                    break;
                case "runner_on_ok" or "runner_on_failed" or "runner_on_unreachable" or "runner_on_skipped":
                    data["host"] = callback["host"]?.DeepClone();
                    // The name as it was rendered for this host.
                    data["task"] = callback["task_raw"]?.DeepClone();
                    data["task_uuid"] = $"task-{tasks}";
                    data["task_action"] = callback["action"]?.DeepClone();
                    data["res"] = callback["res"]?.DeepClone();
                    data["ignore_errors"] = callback["ignore_errors"]?.DeepClone();
                    break;
                case "playbook_on_include":
                    data["included_file"] = callback["file"]?.DeepClone();
                    break;
                case "playbook_on_stats":
                    data["artifact_data"] = (callback["custom"] as JsonObject)?["_run"]?.DeepClone() ?? new JsonObject();
                    break;
                default:
                    // Our plugin does not send it.
                    continue;
            }

            JsonArray counted = [.. (callback["bumps"] as JsonArray ?? []).Select(bump => new JsonArray(bump![0]!.DeepClone(), bump[1]!.DeepClone(), 1))];
            JsonObject record = new() { ["uuid"] = $"{++counter}", ["counter"] = counter, ["runner_ident"] = "case", ["event"] = name };
            if (counted.Count > 0)
            {
                record["counted"] = counted;
            }

            record["event_data"] = data;
            lines.Append(record.ToJsonString()).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
