namespace Playbooks;

/// <summary>
/// The time of one run: a single reading of the wall clock, and the time that has passed since. So steps cannot end
/// before they began, even when the wall clock is set.
/// </summary>
internal sealed class RunClock
{
    private readonly long _start;
    private readonly double _ticksPerUnit;

    public RunClock(TimeProvider timeProvider)
    {
        TimeProvider = timeProvider;
        StartedAt = timeProvider.GetUtcNow().ToUniversalTime();
        _start = timeProvider.GetTimestamp();
        _ticksPerUnit = (double)TimeSpan.TicksPerSecond / timeProvider.TimestampFrequency;
    }

    public TimeProvider TimeProvider { get; }

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset Now => At(Timestamp);

    public long Timestamp => TimeProvider.GetTimestamp();

    public DateTimeOffset At(long timestamp) => StartedAt + Between(_start, timestamp);

    public TimeSpan Between(long start, long end) => new((long)((end - start) * _ticksPerUnit));
}
