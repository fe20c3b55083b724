using System.Globalization;

namespace Playbooks.Cli;

/// <summary>Reads times of the past: a date, a date and time, or an age.</summary>
internal static class PastTime
{
    public const string Form = "such as 2026-01-31, 2026-01-31T14:00 or, for a week ago, 7d (s, m, h, d, w)";

    /// <summary>Reads an age, such as <c>30d</c>.</summary>
    public static TimeSpan? Age(string text)
    {
        const int LongestDays = 36_500;
        if (text.Length < 2 || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return null;
        }

        double days = number * (text[^1] switch
        {
            's' => 1 / 86_400.0,
            'm' => 1 / 1440.0,
            'h' => 1 / 24.0,
            'd' => 1,
            'w' => 7,
            _ => double.NaN,
        });
        return days is >= 0 and <= LongestDays ? TimeSpan.FromDays(days) : null;
    }

    /// <param name="option">The option, for the message.</param>
    /// <param name="text">The value of the option; null for none.</param>
    /// <exception cref="UsageException">The value is not a time.</exception>
    public static DateTimeOffset? Of(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Age(text) is TimeSpan age)
        {
            return TimeProvider.System.GetUtcNow() - age;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw new UsageException($"{option} '{text}' is not a time; give one {Form}");
    }
}
