namespace Playbooks.Benchmarks;

/// <summary>What is made of measured times.</summary>
internal static class Timings
{
    /// <summary>The one in the middle; of an even number, the greater of the two.</summary>
    public static double Median(this IReadOnlyCollection<double> times) => times.Order().ElementAt(times.Count / 2);
}
