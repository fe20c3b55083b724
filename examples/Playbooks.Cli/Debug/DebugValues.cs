using System.Text.Json;
using Playbooks.Debugging;

namespace Playbooks.Cli;

/// <summary>Reads the values at a stop. Secrets in them are masked already.</summary>
internal sealed class DebugValues(DebuggerStop stop, PlanPlace place)
{
    /// <summary>Reads a value as JSON, or as text when it is not JSON.</summary>
    public static object? Parse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return PlaybookValues.FromJson(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return text;
        }
    }

    public static string Line(string name, object? value) => $"{name} = {PlaybookValues.ToJson(value)}";

    public object? Argument(string name) => stop.Arguments.GetValueOrDefault(name);

    /// <exception cref="DebugCommandException">Nothing has that name.</exception>
    public IEnumerable<string> Print(string what) => what switch
    {
        "" => [.. Lines(stop.Arguments, "arguments"), .. stop.Item is { } item ? Lines(item, "item") : []],
        "arguments" => Lines(stop.Arguments, what),
        "parameters" => Lines(stop.Parameters, what),
        "variables" => Lines(stop.Variables, what),
        "outputs" => Outputs(),
        "item" or "loop" => [Line(what, (stop.Item ?? throw new DebugCommandException("this is not an iteration of a loop: there is no item"))[what])],
        _ => Named(what),
    };

    private static string[] Lines(IReadOnlyDictionary<string, object?> values, string what)
        => values.Count == 0 ? [$"no {what}"] : [.. values.Select(value => Line(value.Key, value.Value))];

    private string[] Outputs()
    {
        string[] lines = [.. place.Playbook.Steps.Concat(place.Playbook.Finally).SelectMany(OutputsOf)];
        return lines is [] ? ["no outputs yet"] : lines;
    }

    private string[] OutputsOf(PlannedStep step)
        => stop.OutputsOf(step) is not { } outputs ? [] : [.. outputs.Select(output => Line($"{step.Step.Id}.{output.Key}", output.Value))];

    private string[] Named(string what)
    {
        string[] parts = what.Split('.', 3);
        return parts switch
        {
            ["parameter", string name] when stop.Parameters.TryGetValue(name, out object? value) => [Line(what, value)],
            ["variable", string name] when stop.Variables.TryGetValue(name, out object? value) => [Line(what, value)],
            ["step", string id] => OutputsOf(id, what),
            ["step", string id, string key] when Sibling(id) is PlannedStep step && stop.OutputsOf(step)?.TryGetValue(key, out object? value) == true => [Line(what, value)],
            [string name] when stop.Variables.TryGetValue(name, out object? value) => [Line($"variable.{name}", value)],
            [string name] when stop.Parameters.TryGetValue(name, out object? value) => [Line($"parameter.{name}", value)],
            [string name] when Sibling(name) is not null => OutputsOf(name, what),
            _ => AtAddress(what),
        };
    }

    /// <summary>Finds the step of the same playbook with that id.</summary>
    private PlannedStep? Sibling(string id) => place.Playbook.Steps.Concat(place.Playbook.Finally).FirstOrDefault(step => step.Step.Id == id);

    private string[] AtAddress(string what)
    {
        if (!StepAddress.TryParse(what, out StepAddress? address) || address.Parent is null)
        {
            throw new DebugCommandException($"nothing is called '{what}' here; 'print parameters', 'print variables', 'print outputs' and 'print arguments' list what there is");
        }

        // A playbook can use only its own steps, and so can commands at a stop in it.
        return Equals(address.Parent, stop.Address.Parent)
            ? OutputsOf(address.StepId, what)
            : throw new DebugCommandException($"'{what}' belongs to another playbook, whose values cannot be seen from here");
    }

    private string[] OutputsOf(string id, string what)
    {
        PlannedStep step = Sibling(id) ?? throw new DebugCommandException($"there is no step '{what}' in this playbook");
        return stop.OutputsOf(step) is null ? throw new DebugCommandException($"step '{id}' has not run yet")
            : OutputsOf(step) is { Length: > 0 } lines ? lines
            : [$"step '{id}' gave nothing"];
    }
}
