using System.Text.Json;
using System.Text.Json.Nodes;

namespace Playbooks;

/// <summary>
/// A JSON Schema (2020-12) of playbooks, for editors. It is made from the tables that the reader and the planner check
/// with.
/// </summary>
internal static class PlaybookSchema
{
    private const string Template = @"\{\{";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the schema, with the step types of the registry.</summary>
    public static string Write(StepRegistry steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Playbook",
            ["description"] = "A playbook: typed parameters and steps.",
            ["type"] = "object",
            ["required"] = Array("name", "steps"),
            ["properties"] = new JsonObject
            {
                ["name"] = Text("The playbook's name, for people."),
                ["version"] = Scalar("The author's version; 1.0 is the text \"1.0\"."),
                ["description"] = Text("A description of the playbook."),
                ["domain"] = Text("The author's category; not interpreted."),
                ["group"] = Text("The author's group; not interpreted."),
                ["verified"] = new JsonObject
                {
                    ["type"] = "boolean",
                    ["deprecated"] = true,
                    ["description"] = "Has no effect: 'playbooks verify' records a verification.",
                },
                ["parameters"] = ListOf("#/$defs/parameter", "The parameters that a caller gives."),
                ["steps"] = ListOf("#/$defs/step", "The steps, in order.", minimum: 1),
                ["finally"] = ListOf(
                    "#/$defs/step",
                    "The steps that run at the end, however the playbook ended, on cancellation too."),
                ["outputs"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "The outputs for a caller, by name: a value, or { value: …, secret: true }.",
                    ["additionalProperties"] = Output(),
                },
                ["metadata"] = new JsonObject { ["type"] = "object", ["description"] = "Free; never interpreted." },
            },
            ["patternProperties"] = Free(),
            ["additionalProperties"] = false,
            ["$defs"] = new JsonObject { ["parameter"] = Parameter(), ["step"] = Step(steps) },
        };
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <summary>Any value. A map of exactly these two keys is a declaration.</summary>
    private static JsonObject Output() => new()
    {
        ["if"] = new JsonObject { ["type"] = "object", ["required"] = Array("value", "secret"), ["maxProperties"] = 2 },
        ["then"] = new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["value"] = new JsonObject { ["description"] = "The value." },
                ["secret"] = Boolean("True to mask the value wherever people could see it, in the caller's run too."),
            },
        },
    };

    private static JsonObject Parameter() => new()
    {
        ["type"] = "object",
        ["required"] = Array("name"),
        ["properties"] = new JsonObject
        {
            ["name"] = Name("Letters, digits, _ and -.", not: NestedPlaybook.PathParameter),
            ["type"] = Words("The type that a value must have; string by default.", TypeNames()),
            ["required"] = Boolean("True when a caller must give it; a default satisfies this too."),
            ["default"] = new JsonObject { ["description"] = "Used when the caller gives nothing." },
            ["description"] = Text("The purpose."),
            ["enum"] = new JsonObject { ["type"] = "array", ["description"] = "The only values that it may have." },
            ["pattern"] = Text("A regular expression that a text must match as a whole."),
            ["min"] = Number("The least number, length of a text or number of items."),
            ["max"] = Number("The greatest number, length of a text or number of items."),
            ["secret"] = Boolean("True to mask the value wherever people could see it. For text only."),
            ["items"] = Words("The type of the items of a list.", TypeNames()),
        },
        ["patternProperties"] = Free(),
        ["additionalProperties"] = false,
    };

    private static JsonObject Step(StepRegistry steps)
    {
        JsonArray rules = [];
        foreach (StepDefinition definition in steps.Definitions)
        {
            rules.Add((JsonNode)new JsonObject
            {
                ["if"] = new JsonObject
                {
                    ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = definition.Type } },
                    ["required"] = Array("type"),
                },
                ["then"] = Rule(definition),
            });
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = Array("id", "type"),
            ["properties"] = new JsonObject
            {
                ["id"] = Name("Unique in the playbook."),
                ["name"] = Text("The name for people; the id by default."),
                ["description"] = Text("The purpose."),
                ["type"] = StepTypes(steps),
                ["parameters"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "The step type's parameters.",
                },
                ["when"] = new JsonObject
                {
                    ["type"] = Array("string", "boolean"),
                    ["description"] = "An expression; the step is skipped when it is false.",
                },
                ["for_each"] = new JsonObject
                {
                    ["type"] = Array("array", "object", "string"),
                    ["description"]
                        = "A list, a map or a template that gives one: "
                        + "the step runs once for each item, as {{ item }}.",
                },
                ["max_parallel"] = Integer("The number of iterations that run at a time.", 1, 1000),
                ["timeout"] = Seconds("Seconds for all attempts together.", "exclusiveMinimum"),
                ["retry_count"] = Integer("The number of further tries after a failure.", 0, 100),
                ["retry_delay"] = Seconds("Seconds before a further try; 5 by default.", "minimum"),
                ["retry_backoff"] = Words(
                    "The growth of the delay; constant by default.", "constant", "linear", "exponential"),
                ["on_failure"] = Words(
                    "The consequence of a failure for the playbook; abort by default.",
                    "abort",
                    "continue",
                    "rollback"),
                ["continue_on_error"] = Boolean("The same as 'on_failure: continue'."),
                ["rollback"] = ListOf(
                    "#/$defs/step", "The steps that undo it, when a later step fails with 'on_failure: rollback'."),
                ["repeatable"] = Boolean(
                    "True when a resumed run may run it again after an interruption within it."),
                ["secret_outputs"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string" },
                    ["description"] = "The secret outputs: names, or paths to a value such as json.token.",
                },
            },
            ["patternProperties"] = Free(),
            ["additionalProperties"] = false,
            ["allOf"] = rules,
        };
    }

    private static JsonObject StepTypes(StepRegistry steps)
    {
        JsonArray types = [];
        foreach (StepDefinition definition in steps.Definitions)
        {
            types.Add((JsonNode)new JsonObject
            {
                ["const"] = definition.Type,
                ["description"] = definition.Description,
            });
        }

        return new JsonObject { ["description"] = "The step type.", ["oneOf"] = types };
    }

    private static JsonObject Rule(StepDefinition definition)
    {
        JsonObject properties = [];
        foreach (PlaybookParameter parameter in definition.Parameters)
        {
            properties[parameter.Name] = Value(parameter);
        }

        string[] required =
        [
            .. definition.Parameters
                .Where(parameter => parameter.Required && parameter.Default is null)
                .Select(parameter => parameter.Name),
        ];
        JsonObject parameters = new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Array(required),
        };
        if (definition.Type != NestedPlaybook.Type)
        {
            // A nested playbook has parameters of its own, which the schema does not know.
            parameters["additionalProperties"] = false;
        }

        JsonObject rule = new() { ["properties"] = new JsonObject { ["parameters"] = parameters } };
        if (required.Length > 0)
        {
            rule["required"] = Array("parameters");
        }

        return rule;
    }

    /// <summary>A value of the parameter's type, or a template that gives one.</summary>
    private static JsonObject Value(PlaybookParameter parameter)
    {
        JsonObject value = new();
        if (parameter.Description is not null)
        {
            value["description"] = parameter.Description;
        }

        if (parameter.Default is string or bool or long or double)
        {
            value["default"] = JsonNode.Parse(PlaybookValues.ToJson(parameter.Default));
        }

        JsonNode? type = parameter.Type switch
        {
            ParameterType.Integer => "integer",
            ParameterType.Float => "number",
            ParameterType.Boolean => "boolean",
            ParameterType.List => "array",
            ParameterType.Dict => "object",
            ParameterType.Any => null,
            _ => Array("string", "number", "boolean"),
        };
        if (type is JsonArray)
        {
            value["type"] = type;
        }
        else if (type is not null)
        {
            value["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = type },
                new JsonObject { ["type"] = "string", ["pattern"] = Template });
        }

        return value;
    }

    private static JsonObject Free() => new() { ["^x-"] = true };

    private static string[] TypeNames() =>
    [
        .. Enum.GetValues<ParameterType>()
            .Where(type => type != ParameterType.Any)
            .Select(type => type.ToString().ToLowerInvariant()),
    ];

    private static JsonArray Array(params string[] items) => new([.. items.Select(item => (JsonNode)item)]);

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Scalar(string description)
        => new() { ["type"] = Array("string", "number"), ["description"] = description };

    private static JsonObject Boolean(string description)
        => new() { ["type"] = "boolean", ["description"] = description };

    private static JsonObject Number(string description)
        => new() { ["type"] = "number", ["description"] = description };

    private static JsonObject Seconds(string description, string bound)
        => new() { ["type"] = "number", [bound] = 0, ["maximum"] = 2592000, ["description"] = description };

    private static JsonObject Integer(string description, int minimum, int maximum)
        => new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum, ["description"] = description };

    private static JsonObject Words(string description, params string[] words)
        => new() { ["enum"] = Array(words), ["description"] = description };

    private static JsonObject Name(string description, string? not = null)
    {
        JsonObject name = new()
        {
            ["type"] = "string",
            ["pattern"] = @"^[\p{L}_][\p{L}\p{Nd}_-]*$",
            ["description"] = description,
        };
        if (not is not null)
        {
            name["not"] = new JsonObject { ["const"] = not };
        }

        return name;
    }

    private static JsonObject ListOf(string reference, string description, int minimum = 0)
        => new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["$ref"] = reference },
            ["minItems"] = minimum,
            ["description"] = description,
        };
}
