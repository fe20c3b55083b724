using System.Globalization;

namespace Playbooks.Values;

/// <summary>Resolves plain scalars by the core schema of YAML 1.2 (section 10.3.2 of its specification).</summary>
internal static class PlainScalar
{
    private const NumberStyles FloatStyle =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static object? Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            case ".nan" or ".NaN" or ".NAN":
                return double.NaN;
        }

        return MayBeNumber(text[0]) ? Number(text) : text;
    }

    private static bool MayBeNumber(char first) => char.IsAsciiDigit(first) || first is '-' or '+' or '.';

    private static object Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(
                text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex)
                && hex >= 0
                ? hex
                : text;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return Octal(text.AsSpan(2)) is long octal ? octal : text;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            return integer;
        }

        ReadOnlySpan<char> unsigned = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        if (unsigned is ".inf" or ".Inf" or ".INF")
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return unsigned.ContainsAnyInRange('0', '9')
            && double.TryParse(text, FloatStyle, CultureInfo.InvariantCulture, out double number)
            ? number
            : text;
    }

    private static long? Octal(ReadOnlySpan<char> digits)
    {
        if (digits.Length is 0 or > 20)
        {
            return null;
        }

        long value = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '7')
            {
                return null;
            }

            value = (value * 8) + (digit - '0');
        }

        return value;
    }
}
