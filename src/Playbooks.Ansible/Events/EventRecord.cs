namespace Playbooks.Ansible.Events;

/// <summary>One record, taken apart: its values are the bytes of the line, of texts what is between the quotes.</summary>
/// <remarks>The keys may come in any order. What is not named here is not looked at.</remarks>
internal ref struct EventRecord
{
    public EventKind Kind;
    public bool HasName;
    public bool HasUuid;
    public bool HasCounter;
    public ReadOnlySpan<byte> Ident;
    public ReadOnlySpan<byte> Created;
    public ReadOnlySpan<byte> Stdout;

    /// <summary>Which counters Ansible moved, in the records of our own callback plugin.</summary>
    public ReadOnlySpan<byte> Counted;

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

    /// <summary>How long the result took, a number of seconds.</summary>
    public ReadOnlySpan<byte> Duration;

    public bool IsIgnored;

    /// <summary>The task's result; empty when it was left out because of its length.</summary>
    public ReadOnlySpan<byte> Result;
    public bool HasResult;
    public bool IsChanged;

    /// <summary>The result has <c>reason</c> and no <c>msg</c>: only the failures that Ansible itself makes of missing files are so.</summary>
    public bool HasReason;
    public bool HasMessage;

    private JsonScanner _json;

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

    public readonly bool IsInclude => Action is var action && (action.SequenceEqual("include_tasks"u8) || action.SequenceEqual("include_role"u8) || action.SequenceEqual("include"u8));

    /// <summary>Takes a line apart.</summary>
    /// <returns>Whether it is a whole record: an object with <c>uuid</c>, <c>counter</c> and <c>runner_ident</c>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out EventRecord record)
    {
        record = new EventRecord { _json = new JsonScanner(line) };
        return record._json.TryEnter((byte)'{') && record.ReadProperties();
    }

    private bool ReadProperties()
    {
        while (_json.TryNextProperty(out ReadOnlySpan<byte> name))
        {
            ReadProperty(name);
        }

        return !_json.IsBroken && HasUuid && HasCounter && Ident.Length > 0 && _json.IsAtEnd;
    }

    private void ReadProperty(scoped ReadOnlySpan<byte> name)
    {
        byte first = _json.Peek();
        bool isText = first == '"';

        // An event that says nothing is not looked into; where its name comes last, it is for nothing.
        if (name.Length == 10 && first == '{' && !(HasName && Kind == EventKind.Other) && name.SequenceEqual("event_data"u8))
        {
            ReadData();
            return;
        }

        ReadOnlySpan<byte> value = _json.Value();
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("uuid"u8):
                HasUuid = isText && value.Length > 0;
                break;
            case 5 when isText && name.SequenceEqual("event"u8):
                HasName = true;
                Kind = EventNames.KindOf(value);
                break;
            case 6 when isText && name.SequenceEqual("stdout"u8):
                Stdout = value;
                break;
            case 7 when name.SequenceEqual("counter"u8):
                HasCounter = first is >= (byte)'0' and <= (byte)'9';
                break;
            case 7 when isText && name.SequenceEqual("created"u8):
                Created = value;
                break;
            case 7 when first == '[' && name.SequenceEqual("counted"u8):
                Counted = value;
                break;
            case 12 when isText && name.SequenceEqual("runner_ident"u8):
                Ident = value;
                break;
            default:
                break;
        }
    }

    private void ReadData()
    {
        int start = _json.Position;
        _json.TryEnter((byte)'{');
        while (_json.TryNextProperty(out ReadOnlySpan<byte> name))
        {
            byte first = _json.Peek();
            if (name.Length == 3 && first == '{' && name.SequenceEqual("res"u8))
            {
                ReadResult();
                continue;
            }

            ReadOnlySpan<byte> value = _json.Value();
            if (first == '"')
            {
                ReadText(name, value);
            }
            else if (name.Length == 8 && name.SequenceEqual("duration"u8))
            {
                Duration = value;
            }
            else if (name.Length == 13 && name.SequenceEqual("ignore_errors"u8))
            {
                IsIgnored = value.SequenceEqual("true"u8);
            }
        }

        Data = _json.From(start);
    }

    private void ReadText(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
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

    private void ReadResult()
    {
        int start = _json.Position;
        _json.TryEnter((byte)'{');
        while (_json.TryNextProperty(out ReadOnlySpan<byte> name))
        {
            HasResult = true;
            bool isText = _json.Peek() == '"';
            ReadOnlySpan<byte> value = _json.Value();
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("msg"u8):
                    HasMessage = true;
                    break;
                case 6 when name.SequenceEqual("reason"u8):
                    HasReason = true;
                    break;
                case 7 when name.SequenceEqual("changed"u8):
                    IsChanged = IsTrue(value, isText);
                    break;
                default:
                    break;
            }
        }

        Result = _json.From(start);
    }

    // What Python takes for true, as Ansible asks no more than that: modules give numbers and texts too.
    private static bool IsTrue(ReadOnlySpan<byte> value, bool isText) => isText
        ? value.Length > 0
        : !(value.SequenceEqual("false"u8) || value.SequenceEqual("null"u8) || value.SequenceEqual("0"u8) || value.SequenceEqual("0.0"u8)
            || value.SequenceEqual("[]"u8) || value.SequenceEqual("{}"u8) || value.IsEmpty);
}
