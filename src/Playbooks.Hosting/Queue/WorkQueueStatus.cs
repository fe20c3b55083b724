namespace Playbooks.Hosting;

/// <summary>How full a queue is.</summary>
/// <param name="Waiting">How many works wait.</param>
/// <param name="Running">How many are worked on.</param>
/// <param name="Limit">How many may wait.</param>
/// <param name="Workers">How many may be worked on at a time.</param>
/// <param name="IsAccepting">Whether new work is taken: not once the queue stops.</param>
public sealed record WorkQueueStatus(int Waiting, int Running, int Limit, int Workers, bool IsAccepting);
