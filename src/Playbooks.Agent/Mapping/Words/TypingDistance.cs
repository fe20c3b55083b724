namespace Playbooks.Agent.Mapping;

/// <summary>
/// Measures how far a typed word is from a known one: a slip of the finger costs less than an error that makes another
/// word.
/// </summary>
internal static class TypingDistance
{
    /// <summary>A distance greater than any that is tolerated.</summary>
    public const double TooFar = 100;

    private const double SmallError = 1;
    private const double Change = 1.5;
    private const double Swap = 1.25;

    private static readonly string[] Rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    /// <summary>
    /// The distance that is tolerated in a name of this length. Short names are too close to each other.
    /// </summary>
    public static double BudgetOf(int length) => length switch
    {
        < 4 => 0,
        < 6 => SmallError,
        < 8 => Change,
        _ => Change + SmallError,
    };

    /// <summary>
    /// The cost of turning the known word into the typed one, or <see cref="TooFar"/> when it exceeds the budget.
    /// </summary>
    public static double Between(string typed, string meant, double budget)
    {
        if (typed == meant)
        {
            return 0;
        }

        // The first letter must match: it is rarely mistyped, and it tells most names apart.
        if (budget <= 0 || typed.Length < 4 || typed[0] != meant[0] || Math.Abs(typed.Length - meant.Length) > budget)
        {
            return TooFar;
        }

        double cost = Cost(typed, meant);
        return cost <= budget ? cost : TooFar;
    }

    private static double Cost(string typed, string meant)
    {
        double[,] costs = new double[typed.Length + 1, meant.Length + 1];
        for (int i = 0; i <= typed.Length; i++)
        {
            for (int j = 0; j <= meant.Length; j++)
            {
                costs[i, j] = (i, j) switch
                {
                    (0, 0) => 0,
                    (0, _) => costs[0, j - 1] + SmallError,
                    (_, 0) => costs[i - 1, 0] + Change,
                    _ => Math.Min(
                        costs[i - 1, j - 1] + Substitution(typed[i - 1], meant[j - 1]),
                        Math.Min(costs[i - 1, j] + Insertion(typed, i - 1), costs[i, j - 1] + SmallError)),
                };
                if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + SmallError);
                }
            }
        }

        return costs[typed.Length, meant.Length];
    }

    private static double Substitution(char typed, char meant)
        => typed == meant ? 0
            : AreNeighbors(typed, meant) ? SmallError
            : IsVowel(typed) && IsVowel(meant) || (typed, meant) is ('c', 'k') or ('k', 'c') or ('s', 'z') or ('z', 's') ? Swap
            : Change;

    /// <summary>The cost of an additional letter: typed twice, or a key next to the right one.</summary>
    private static double Insertion(string typed, int at)
        => at > 0 && (typed[at] == typed[at - 1] || AreNeighbors(typed[at], typed[at - 1])) ? SmallError
            : at + 1 < typed.Length && AreNeighbors(typed[at], typed[at + 1]) ? SmallError
            : Change;

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static bool AreNeighbors(char a, char b)
    {
        (int rowA, int columnA) = PlaceOf(a);
        (int rowB, int columnB) = PlaceOf(b);

        // Each row of keys is half a key to the right of the row above.
        return rowA >= 0 && rowB >= 0 && (rowB - rowA) switch
        {
            0 => Math.Abs(columnA - columnB) == 1,
            1 => columnA - columnB is 0 or 1,
            -1 => columnB - columnA is 0 or 1,
            _ => false,
        };
    }

    private static (int Row, int Column) PlaceOf(char c)
    {
        for (int row = 0; row < Rows.Length; row++)
        {
            if (Rows[row].IndexOf(c, StringComparison.Ordinal) is int column and >= 0)
            {
                return (row, column);
            }
        }

        return (-1, -1);
    }
}
