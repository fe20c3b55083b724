namespace Playbooks.Reading;

/// <summary>Suggests the name that was probably meant.</summary>
internal static class Suggestion
{
    /// <summary>
    /// Upper bound of the names compared: a file with thousands of names and as many mistakes must not take minutes.
    /// </summary>
    private const int MaximumCandidates = 200;

    /// <summary>Gets "Did you mean 'x'?" for the nearest candidate, or null when none is near.</summary>
    public static string? For(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        // At most a third of the letters may be wrong; with more, it is a different word.
        int bound = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates.Take(MaximumCandidates))
        {
            int distance = Distance(name, candidate, bound);
            if (distance < bound)
            {
                bound = distance;
                best = candidate;
            }
        }

        return best is null ? null : $"Did you mean '{best}'?";
    }

    /// <summary>
    /// The number of letters inserted, omitted, replaced or swapped with their neighbor; at most
    /// <paramref name="bound"/>.
    /// </summary>
    private static int Distance(string left, string right, int bound)
    {
        if (Math.Abs(left.Length - right.Length) >= bound || left.Length > 100)
        {
            return bound;
        }

        int[] beforeLast = new int[right.Length + 1];
        int[] last = new int[right.Length + 1];
        int[] row = new int[right.Length + 1];
        for (int column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                char a = char.ToLowerInvariant(left[i - 1]);
                char b = char.ToLowerInvariant(right[j - 1]);
                int best = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a == b ? 0 : 1));
                bool swapped = i > 1
                    && j > 1
                    && a == char.ToLowerInvariant(right[j - 2])
                    && char.ToLowerInvariant(left[i - 2]) == b;
                row[j] = swapped ? Math.Min(best, beforeLast[j - 2] + 1) : best;
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return Math.Min(last[right.Length], bound);
    }
}
