namespace Playbooks.Hosting;

/// <summary>Why a queue does not take work.</summary>
public enum WorkRefusal
{
    /// <summary>As much waits as may: try again later.</summary>
    Full,

    /// <summary>The queue stops or has stopped.</summary>
    Stopped,

    /// <summary>The task id belongs to other work: give new work a new one.</summary>
    TaskIdTaken,
}
