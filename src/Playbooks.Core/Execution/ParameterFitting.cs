using Playbooks.Values;

namespace Playbooks;

/// <summary>Fits a value to the parameter that declares it, for step types and playbooks alike.</summary>
internal static class ParameterFitting
{
    /// <summary>
    /// Converts the value, checks its constraints and makes its secrets known to the redactor. This is the only place
    /// that does so.
    /// </summary>
    /// <param name="parameter">The declaration.</param>
    /// <param name="value">The value; not null.</param>
    /// <param name="redactor">Learns the secrets.</param>
    /// <param name="problem">The reason why it does not fit, without the parameter's name; null when it does.</param>
    /// <returns>The value with the declared type; null when it cannot be converted.</returns>
    public static object? Fit(PlaybookParameter parameter, object value, Redactor redactor, out string? problem)
    {
        if (!ParameterValues.TryConvert(value, parameter.Type, out object? fitting))
        {
            redactor.AddAll(value);
            string given = parameter.Secret ? "what was given" : ValueDescription.Of(value);
            problem = $"must be {ParameterValues.Describe(parameter.Type)}, not {given}";
            return null;
        }

        problem = ParameterConstraints.Check(parameter, fitting!);
        return Guard(parameter, fitting!, redactor);
    }

    /// <summary>Makes a value that fits already, such as a default, a secret when its parameter is one.</summary>
    public static object Guard(PlaybookParameter parameter, object fitting, Redactor redactor)
    {
        object guarded = parameter.Secret && fitting is string text ? new Secret(text) : fitting;
        redactor.AddAll(guarded);
        return guarded;
    }
}
