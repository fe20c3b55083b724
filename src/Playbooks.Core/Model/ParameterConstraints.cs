using System.Text.RegularExpressions;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Checks a parameter's constraints, beyond its type.</summary>
internal static class ParameterConstraints
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>Compiles a pattern so that it matches a text as a whole and without backtracking.</summary>
    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking.</exception>
    public static Regex Compile(string pattern)
    {
        const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        // The pattern is compiled alone first: 'a)|(b' is valid only inside the group below, and would not match as a
        // whole.
        _ = new Regex(pattern, Safe, MatchLimit);
        return new Regex($"^(?:{pattern})\\z", Safe, MatchLimit);
    }

    /// <summary>
    /// Checks a value that already has the right type. Gets the fault, or null. The fault never quotes a secret.
    /// </summary>
    public static string? Check(PlaybookParameter parameter, object value)
    {
        if (parameter is { Allowed.Count: 0, Pattern: null, Minimum: null, Maximum: null, Items: null })
        {
            return null;
        }

        string shown = parameter.Secret || value is Secret ? "its value" : ValueDescription.Of(value);
        object comparable = value is Credential credential ? credential.Name : value;
        if (parameter.Allowed.Count > 0
            && !parameter.Allowed.Any(allowed => ValueComparison.AreEqual(allowed, comparable)))
        {
            return parameter.Secret
                ? "must be one of the values that its 'enum' lists"
                : $"must be one of {string.Join(", ", parameter.Allowed.Select(PlaybookValues.ToText))}, not {shown}";
        }

        if (parameter.Pattern is string pattern && value is (string or Secret))
        {
            try
            {
                if (!Compile(pattern).IsMatch(SecretText.Reveal(value).Text))
                {
                    return $"must match the pattern {pattern}, which {shown} does not";
                }
            }
            catch (RegexMatchTimeoutException)
            {
                return $"must match the pattern {pattern}, and {shown} is too long to find out";
            }
        }

        return Bounds(parameter, value, shown) ?? Items(parameter, value);
    }

    private static string? Bounds(PlaybookParameter parameter, object value, string shown)
    {
        (double? size, string verb) = value switch
        {
            long number => (number, "be"),
            double number => (number, "be"),
            string or Secret => (SecretText.Reveal(value).Text.Length, "have a length of"),
            IReadOnlyList<object?> list => (list.Count, "have a number of items of"),
            IReadOnlyDictionary<string, object?> map => (map.Count, "have a number of entries of"),
            _ => ((double?)null, ""),
        };
        if (size is double.NaN && (parameter.Minimum ?? parameter.Maximum) is not null)
        {
            return $"must be a number that can be compared, not {shown}";
        }

        return size < parameter.Minimum
            ? $"must {verb} at least {PlaybookValues.ToText(parameter.Minimum)}, and {shown} is below"
            : size > parameter.Maximum
                ? $"must {verb} at most {PlaybookValues.ToText(parameter.Maximum)}, and {shown} is above"
            : null;
    }

    private static string? Items(PlaybookParameter parameter, object value)
    {
        if (parameter.Items is not ParameterType type || value is not IReadOnlyList<object?> list)
        {
            return null;
        }

        for (int i = 0; i < list.Count; i++)
        {
            if (!ParameterValues.TryConvert(list[i], type, out _))
            {
                return $"must be a list of which each item is {ParameterValues.Describe(type)}; item {i + 1} is "
                    + $"{(parameter.Secret ? "not" : ValueDescription.Of(list[i]))}";
            }
        }

        return null;
    }
}
