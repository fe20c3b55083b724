using System.Text.Json;

namespace Playbooks.Cli;

/// <summary>Names of values in JSON, and in text that must agree with it.</summary>
internal static class SnakeCase
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
