using System.Text.Json;

namespace Playbooks.Ansible.Events;

/// <summary>The parts of one record. Values are the bytes of the line; those of texts are the bytes between the
/// quotes.</summary>
/// <remarks>The keys may come in any order. Other keys are skipped.</remarks>
internal ref struct EventRecord
{
    private static ReadOnlySpan<byte> Space => " \t\r\n"u8;

    public EventKind Kind;
    public bool HasName;
    public bool HasUuid;
    public bool HasCounter;
    public ReadOnlySpan<byte> Ident;
    public ReadOnlySpan<byte> Created;
    public ReadOnlySpan<byte> Stdout;

    /// <summary>True when the record names the changed counters: it is of our own callback plugin.</summary>
    public bool IsCounted;

    /// <summary>The changed counters.</summary>
    public List<CountedStep> Counted;

    /// <summary>The whole <c>event_data</c>.</summary>
    public ReadOnlySpan<byte> Data;
    public ReadOnlySpan<byte> Host;
    public ReadOnlySpan<byte> Task;
    public ReadOnlySpan<byte> TaskId;
    public ReadOnlySpan<byte> TaskPath;
    public ReadOnlySpan<byte> TaskAction;
    public ReadOnlySpan<byte> ResolvedAction;
    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> IncludedFile;

    /// <summary>The duration of the task on the host, a number of seconds.</summary>
    public ReadOnlySpan<byte> Duration;

    public bool IsIgnored;

    /// <summary>The task's result; empty when it was left out because of its length.</summary>
    public ReadOnlySpan<byte> Result;
    public bool HasResult;
    public bool IsChanged;

    /// <summary>True when the result has <c>reason</c> and no <c>msg</c>. Only Ansible's own failures for missing files
    /// have this form.</summary>
    public bool HasReason;
    public bool HasMessage;

    private ReadOnlySpan<byte> _line;

    /// <summary>A piece of the line.</summary>
    public readonly ReadOnlySpan<byte> this[Range piece] => _line[piece];

    /// <summary>The action without <c>ansible.builtin.</c>.</summary>
    public readonly ReadOnlySpan<byte> Action
    {
        get
        {
            ReadOnlySpan<byte> action = ResolvedAction.IsEmpty ? TaskAction : ResolvedAction;
            return action.StartsWith("ansible.builtin."u8) ? action["ansible.builtin.".Length..]
                : action.StartsWith("ansible.legacy."u8) ? action["ansible.legacy.".Length..]
                : action;
        }
    }

    public readonly bool IsInclude => Action is var action
        && (action.SequenceEqual("include_tasks"u8)
            || action.SequenceEqual("include_role"u8)
            || action.SequenceEqual("include"u8));

    /// <summary>Reads a line as a record.</summary>
    /// <returns>True for a whole record: an object with <c>uuid</c>, <c>counter</c> and <c>runner_ident</c>.</returns>
    /// <param name="line">The line.</param>
    /// <param name="counted">A list that is reused for <see cref="Counted"/>.</param>
    /// <param name="record">The record.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, List<CountedStep> counted, out EventRecord record)
    {
        record = default;
        record.Counted = counted;

        // Most lines that are not JSON do not even begin like an object. This test saves them an exception.
        return line.TrimStart(Space).StartsWith((byte)'{')
            && (record.TryParse(line) || (PythonJson.TryQuoteNumbers(line, out line) && record.TryParse(line)))
            && record.HasUuid && record.HasCounter && record.Ident.Length > 0;
    }

    private bool TryParse(ReadOnlySpan<byte> line)
    {
        Counted.Clear();
        _line = line;
        try
        {
            ReadLine();
            return true;
        }
        catch (JsonException)
        {
            this = new EventRecord { Counted = Counted };
            return false;
        }
    }

    private void ReadLine()
    {
        Utf8JsonReader json = new(_line, EventJson.Options);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = json.ValueSpan;
            json.Read();
            switch (json.TokenType)
            {
                case JsonTokenType.String:
                    ReadText(name, json.ValueSpan);
                    break;
                case JsonTokenType.Number:
                    HasCounter |= name.SequenceEqual("counter"u8) && json.ValueSpan[0] != '-';
                    break;

                // The data of an event that changes no figure are skipped. When the name comes last, they are read in
                // vain.
                case JsonTokenType.StartObject
                    when !(HasName && Kind == EventKind.Other) && name.SequenceEqual("event_data"u8):
                    ReadData(ref json);
                    break;
                case JsonTokenType.StartArray when name.SequenceEqual("counted"u8):
                    IsCounted = true;
                    StatisticsReader.ReadSteps(ref json, Counted);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        // Throws if anything comes behind the object.
        json.Read();
    }

    private void ReadText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("uuid"u8):
                HasUuid = value.Length > 0;
                break;
            case 5 when name.SequenceEqual("event"u8):
                HasName = true;
                Kind = EventNames.KindOf(value);
                break;
            case 6 when name.SequenceEqual("stdout"u8):
                Stdout = value;
                break;
            case 7 when name.SequenceEqual("created"u8):
                Created = value;
                break;
            case 12 when name.SequenceEqual("runner_ident"u8):
                Ident = value;
                break;
            default:
                break;
        }
    }

    private void ReadData(ref Utf8JsonReader json)
    {
        int start = (int)json.TokenStartIndex;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = json.ValueSpan;
            json.Read();
            switch (json.TokenType)
            {
                case JsonTokenType.String:
                    ReadDataText(name, json.ValueSpan);
                    break;
                case JsonTokenType.Number when name.SequenceEqual("duration"u8):
                    Duration = json.ValueSpan;
                    break;
                case JsonTokenType.True or JsonTokenType.False when name.SequenceEqual("ignore_errors"u8):
                    IsIgnored = json.TokenType == JsonTokenType.True;
                    break;
                case JsonTokenType.StartObject when name.SequenceEqual("res"u8):
                    ReadResult(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        Data = _line[start..(int)json.BytesConsumed];
    }

    private void ReadDataText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("host"u8):
                Host = value;
                break;
            case 4 when name.SequenceEqual("task"u8):
                Task = value;
                break;
            case 4 when name.SequenceEqual("name"u8):
                Name = value;
                break;
            case 9 when name.SequenceEqual("task_uuid"u8):
                TaskId = value;
                break;
            case 9 when name.SequenceEqual("task_path"u8):
                TaskPath = value;
                break;
            case 11 when name.SequenceEqual("task_action"u8):
                TaskAction = value;
                break;
            case 13 when name.SequenceEqual("included_file"u8):
                IncludedFile = value;
                break;
            case 15 when name.SequenceEqual("resolved_action"u8):
                ResolvedAction = value;
                break;
            default:
                break;
        }
    }

    private void ReadResult(ref Utf8JsonReader json)
    {
        int start = (int)json.TokenStartIndex;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            HasResult = true;
            ReadOnlySpan<byte> name = json.ValueSpan;
            json.Read();
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("msg"u8):
                    HasMessage = true;
                    break;
                case 6 when name.SequenceEqual("reason"u8):
                    HasReason = true;
                    break;
                case 7 when name.SequenceEqual("changed"u8):
                    IsChanged = IsTrue(ref json);
                    break;
                default:
                    break;
            }

            json.Skip();
        }

        Result = _line[start..(int)json.BytesConsumed];
    }

    // Python's rule of truth, which is Ansible's: modules give numbers and texts, too.
    private readonly bool IsTrue(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.False or JsonTokenType.Null => false,
        JsonTokenType.String => json.ValueSpan.Length > 0,
        JsonTokenType.Number => json.GetDouble() != 0,
        JsonTokenType.StartArray or JsonTokenType.StartObject => EventJson.Raw(ref json, _line) is not [_, _],
        _ => true,
    };
}
