namespace Playbooks.Hosting;

/// <summary>The reason why a queue refuses work.</summary>
public enum WorkRefusal
{
    /// <summary>The queue is full: try again later.</summary>
    Full,

    /// <summary>The queue stops or has stopped.</summary>
    Stopped,

    /// <summary>The task id belongs to other work: use a new id for new work.</summary>
    TaskIdTaken,
}
