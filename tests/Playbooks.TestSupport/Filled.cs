using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AutoFixture;

namespace Playbooks.TestSupport;

/// <summary>
/// Records made by AutoFixture in which every property has a value of its own. A property that a store or a format forgets is lost
/// on the way and fails the test, one that is added tomorrow too.
/// </summary>
public static class Filled
{
    private const int Tries = 100;

    /// <summary>A record without a property that is null, empty or its type's default.</summary>
    public static T Of<T>()
        where T : notnull
    {
        Fixture fixture = New();
        T value = fixture.Create<T>();

        // AutoFixture takes the values of an enumeration in turn, and the first of them is a default.
        for (int i = 0; i < Tries && Defaults(value).Any(); i++)
        {
            value = fixture.Create<T>();
        }

        string defaults = string.Join(", ", Defaults(value));
        return defaults.Length == 0 ? value : throw new InvalidOperationException($"{typeof(T).Name} could not be filled: {defaults}");
    }

    /// <summary>A text of its own.</summary>
    public static string Text() => New().Create<string>();

    /// <summary>The properties that a record was given, not those that it computes.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });
    }

    /// <summary>The properties whose value the record's JSON has not.</summary>
    public static IReadOnlyList<string> MissingFrom(string json, object record)
    {
        ArgumentNullException.ThrowIfNull(record);
        JsonObject written = JsonNode.Parse(json)!.AsObject();
        return [.. Properties(record.GetType()).Where(property => !IsLeftOut(property) && !StandsIn(written, property, record)).Select(property => property.Name)];
    }

    /// <summary>The properties whose value has changed between two records.</summary>
    public static IReadOnlyList<string> Changed<T>(T before, T after)
        where T : notnull
        => [.. Properties(typeof(T)).Where(property => Text(property, before) != Text(property, after)).Select(property => property.Name)];

    private static string Text(PropertyInfo property, object record) => JsonSerializer.Serialize(property.GetValue(record));

    private static bool IsLeftOut(PropertyInfo property)
        => property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always };

    private static bool StandsIn(JsonObject written, PropertyInfo property, object record)
    {
        string name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        return written[name] is JsonNode found && property.GetValue(record) switch
        {
            string text => found.GetValue<string>() == text,
            long number => found.GetValue<long>() == number,
            int number => found.GetValue<int>() == number,
            DateTimeOffset time => found.GetValue<DateTimeOffset>() == time,
            ICollection collection => (found as JsonObject)?.Count == collection.Count || (found as JsonArray)?.Count == collection.Count,

            // Written in words or units of its own, which other tests read.
            _ => true,
        };
    }

    private static IEnumerable<string> Defaults(object record)
        => Properties(record.GetType()).Where(property => IsDefault(property.GetValue(record))).Select(property => property.Name);

    private static bool IsDefault(object? value) => value switch
    {
        null or "" => true,
        ICollection { Count: 0 } => true,
        ValueType => value.Equals(Activator.CreateInstance(value.GetType())),
        _ => false,
    };

    private static Fixture New()
    {
        Fixture fixture = new();
        fixture.Behaviors.Remove(fixture.Behaviors.OfType<ThrowingRecursionBehavior>().Single());
        fixture.Behaviors.Add(new OmitOnRecursionBehavior());
        fixture.Register<ReadOnlyMemory<byte>>(() => fixture.Create<byte[]>());
        fixture.Register(() => StepAddress.TryParse(fixture.Create<string>(), out StepAddress? address) ? address : throw new InvalidOperationException("No address."));
        fixture.Register<IReadOnlyDictionary<string, object?>>(() => new Dictionary<string, object?>
        {
            ["text"] = fixture.Create<string>(),
            ["number"] = (long)fixture.Create<int>(),
            ["truth"] = true,
            ["nothing"] = null,
            ["list"] = new List<object?> { fixture.Create<string>(), 1.5 },
        });
        return fixture;
    }
}
