using System.Text;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Tests.Support;

/// <summary>Writes records as ansible-runner and our callback plugin do, and folds them.</summary>
public static class AnsibleRecord
{
    public const string Ident = "mine";

    /// <summary>As ansible-runner writes it.</summary>
    public static string Of(string name, string data, string stdout = "")
        => $$$"""{"uuid":"1","counter":1,"stdout":"{{{stdout}}}","runner_ident":"{{{Ident}}}","event":"{{{name}}}","event_data":{{{{data}}}}}""";

    /// <summary>As our callback plugin writes it.</summary>
    public static string Counted(string name, string data, params string[] counted)
        => $$$"""{"uuid":"1","counter":1,"runner_ident":"{{{Ident}}}","event":"{{{name}}}","counted":[{{{string.Join(',', counted)}}}],"event_data":{{{{data}}}}}""";

    public static string Step(string host, string counter, int step = 1) => $"""["{host}","{counter}",{step}]""";

    public static string Failed(string host, string task, string message, string more = "")
        => Of("runner_on_failed", $$"""{{Task(host, task)}},"res":{"msg":"{{message}}","changed":false}{{more}}""");

    public static string Ok(string host, string task = "T", string result = "\"changed\":false") => Of("runner_on_ok", $$"""{{Task(host, task)}},"res":{{{result}}}""");

    public static string Task(string host, string task, string action = "command") => $"""
        "host":"{host}","task":"{task}","task_uuid":"id-{task}","task_action":"{action}"
        """;

    public static string Stats(params (string Counter, string Host, int Count)[] figures)
        => Of("playbook_on_stats", string.Join(',', figures.GroupBy(figure => figure.Counter).Select(counter
            => $$"""
            "{{counter.Key}}":{{{string.Join(',', counter.Select(figure => $"\"{figure.Host}\":{figure.Count}"))}}}
            """)));

    public static Task<ExecutionSummary> FoldAsync(params string[] lines) => FoldAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    public static async Task<ExecutionSummary> FoldAsync(byte[] bytes, int piece = int.MaxValue, string? ident = Ident, AnsibleRunStatus status = AnsibleRunStatus.Failed)
    {
        EventSummarizer summarizer = new();
        await summarizer.AddLinesAsync(new PieceStream(bytes, piece), ident, TestContext.Current.CancellationToken);
        return summarizer.Summarize(status, status == AnsibleRunStatus.Successful ? 0 : 2, default);
    }

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
