using System.Globalization;
using System.Text;

namespace Playbooks.Agent;

/// <summary>Checks the fields that every request must have, whatever its source.</summary>
internal static class WorkRequestCheck
{
    /// <summary>The deepest nesting of a request's values.</summary>
    public const int MaximumDepth = 32;

    private const int LongestName = 256;

    /// <summary>Throws for the first fault.</summary>
    /// <exception cref="WorkRequestException">Something is missing or out of bounds.</exception>
    public static void ThrowIfInvalid(WorkRequest request)
    {
        Name("task_id", request.TaskId, required: true);
        Name("work_type", request.WorkType, required: true);
        Name("request_id", request.RequestId, required: false);
        Name("trace_id", request.TraceId, required: false);
        Name("concurrency_key", request.ConcurrencyKey, required: false);
        if (request.Priority is < 1 or > 5)
        {
            throw new WorkRequestException("priority", $"priority must be a whole number from 1 to 5, not {request.Priority.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (request.Parameters is null || request.Hints is null)
        {
            string field = request.Parameters is null ? "parameters" : "hints";
            throw new WorkRequestException(field, $"{field} must be an object, not null.");
        }
    }

    private static void Name(string field, string? value, bool required)
    {
        bool isMissing = value is null || value.Trim(' ').Length == 0;
        if (isMissing ? required : value!.Length > LongestName || !IsPlain(value))
        {
            string what = isMissing ? "is empty" : value!.Length > LongestName ? $"has {value.Length} characters" : "holds control characters";
            throw new WorkRequestException(field, $"{field} {what}: give a text of 1 to {LongestName} characters without control characters.");
        }
    }

    /// <summary>True when a text has no character that breaks a line, moves a cursor or hides in a log.</summary>
    private static bool IsPlain(string text) => text.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate));
}
