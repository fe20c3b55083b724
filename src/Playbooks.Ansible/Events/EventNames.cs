namespace Playbooks.Ansible.Events;

/// <summary>The names of events and of counters. An unknown name changes no figure.</summary>
internal static class EventNames
{
    public static EventKind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        12 when name.SequenceEqual("runner_on_ok"u8) => EventKind.Ok,
        16 when name.SequenceEqual("runner_on_failed"u8) => EventKind.Failed,
        17 when name.SequenceEqual("runner_on_skipped"u8) => EventKind.Skipped,
        17 when name.SequenceEqual("runner_item_on_ok"u8) => EventKind.Item,
        17 when name.SequenceEqual("playbook_on_stats"u8) => EventKind.Statistics,
        19 when name.SequenceEqual("playbook_on_include"u8) => EventKind.Include,
        21 when name.SequenceEqual("runner_on_unreachable"u8) => EventKind.Unreachable,
        21 when name.SequenceEqual("runner_item_on_failed"u8) => EventKind.Item,
        22 when name.SequenceEqual("playbook_on_task_start"u8) => EventKind.TaskStart,
        22 when name.SequenceEqual("playbook_on_play_start"u8) => EventKind.PlayStart,
        30 when name.SequenceEqual("playbook_on_handler_task_start"u8) => EventKind.TaskStart,
        30 when name.SequenceEqual("playbook_on_cleanup_task_start"u8) => EventKind.TaskStart,
        5 when name.SequenceEqual("error"u8) => EventKind.Text,
        5 when name.SequenceEqual("hello"u8) => EventKind.Hello,
        7 when name.SequenceEqual("verbose"u8) || name.SequenceEqual("warning"u8) => EventKind.Text,
        10 when name.SequenceEqual("deprecated"u8) => EventKind.Text,
        14 when name.SequenceEqual("system_warning"u8) => EventKind.Text,
        _ => EventKind.Other,
    };

    public static EventCounter CounterOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("ok"u8) => EventCounter.Ok,
        4 when name.SequenceEqual("dark"u8) => EventCounter.Unreachable,
        7 when name.SequenceEqual("changed"u8) => EventCounter.Changed,
        7 when name.SequenceEqual("skipped"u8) => EventCounter.Skipped,
        7 when name.SequenceEqual("rescued"u8) => EventCounter.Rescued,
        7 when name.SequenceEqual("ignored"u8) => EventCounter.Ignored,
        8 when name.SequenceEqual("failures"u8) => EventCounter.Failures,
        9 when name.SequenceEqual("processed"u8) => EventCounter.Processed,
        _ => EventCounter.None,
    };
}
