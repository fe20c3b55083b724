namespace Playbooks.Hosting;

/// <summary>The status of a queue.</summary>
/// <param name="Waiting">The number of works that wait.</param>
/// <param name="Running">The number of works under way.</param>
/// <param name="Limit">The number of works that may wait.</param>
/// <param name="Workers">The number of works that may be under way at the same time.</param>
/// <param name="IsAccepting">True when new work is taken; false once the queue stops.</param>
public sealed record WorkQueueStatus(int Waiting, int Running, int Limit, int Workers, bool IsAccepting);
