namespace Playbooks;

/// <summary>One run's time: a single reading of the clock, and from there on what has passed. Steps cannot end before they began, whatever the clock is set to.</summary>
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
