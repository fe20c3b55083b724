using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCaseEnumConverter<ExecutionStatus>), typeof(SnakeCaseEnumConverter<StepStatus>)],
    WriteIndented = true)]
[JsonSerializable(typeof(ExecutionReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;

internal static class ReportJson
{
    /// <summary>
    /// Nested reports with deep values go far beyond the default of 64 levels. They contain no circles.
    /// </summary>
    private const int MaximumDepth = 1000;

    /// <summary>The context without the escapes that only HTML needs.</summary>
    public static readonly ReportJsonContext Context = new(new JsonSerializerOptions(ReportJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaximumDepth,
    });
}

internal sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>Writes a duration as whole milliseconds.</summary>
internal sealed class MillisecondsJsonConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => TimeSpan.FromMilliseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
        => writer.WriteNumberValue((long)value.TotalMilliseconds);
}

/// <summary>Writes an address as its text.</summary>
internal sealed class StepAddressJsonConverter : JsonConverter<StepAddress>
{
    public override StepAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => StepAddress.TryParse(reader.GetString(), out StepAddress? address)
            ? address
            : throw new JsonException("An address of a step was expected.");

    public override void Write(Utf8JsonWriter writer, StepAddress value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.ToString());
}
