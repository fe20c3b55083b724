using System.Buffers;
using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>Makes a summary's failure of a failed result's record. Failures are few, so this may allocate.</summary>
internal sealed class FailureReader(StartedTasks tasks, Redactor redactor)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private readonly TextPool _texts = new(redactor);

    public ObservedFailure Read(in EventRecord record, HostTable hosts, TaskFailureKind kind)
    {
        int host = hosts.IndexOf(record.Host);
        return new ObservedFailure(0, host, _texts.Name(record.TaskId), IsInclude: false, new TaskFailure
        {
            Host = hosts.NameOf(host),
            Task = _texts.Name(tasks.NameOf(record.TaskId, record.Task)),
            Action = _texts.Name(record.Action),
            Message = _texts.Message(Message(record)),
            Location = record.TaskPath.IsEmpty ? null : _texts.Name(record.TaskPath),
            Kind = kind,
        });
    }

    private string Message(in EventRecord record)
    {
        if (!record.HasResult)
        {
            return FailureMessage.FromText(TerminalText.Clean(JsonString.Decode(record.Stdout)), redactor);
        }

        byte[] copy = ArrayPool<byte>.Shared.Rent(record.Result.Length);
        try
        {
            Memory<byte> json = copy.AsMemory(0, record.Result.Length);
            record.Result.CopyTo(json.Span);
            PythonJson.ReplaceHalfCharacters(json.Span);
            using JsonDocument document = JsonDocument.Parse(json, Options);
            return FailureMessage.From(document.RootElement, redactor);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or TemplateException)
        {
            // The result is not valid JSON. The failure counts even so.
            return FailureMessage.FromText(TerminalText.Clean(JsonString.Decode(record.Stdout)), redactor);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
