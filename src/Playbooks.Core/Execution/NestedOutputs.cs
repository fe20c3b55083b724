using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Playbooks;

/// <summary>
/// The outputs of a step that runs a playbook: that playbook's own outputs, and those that <see cref="NestedPlaybook"/>
/// declares, which win when names are equal.
/// </summary>
/// <remarks>This is a view: a copy in a dictionary would cost a nested run as much as a step.</remarks>
internal sealed class NestedOutputs(string path, in PlaybookOutcome outcome) : IReadOnlyDictionary<string, object?>
{
    private static readonly string[] Declared = [.. NestedPlaybook.Definition.Outputs.Select(output => output.Name)];

    private readonly IReadOnlyDictionary<string, object?> _own = outcome.Outputs;
    private readonly ExecutionReport _report = outcome.Report;
    private readonly long _executed = outcome.StepsExecuted;

    public IEnumerable<string> Keys => _own.Keys.Except(Declared, StringComparer.Ordinal).Concat(Declared);

    public IEnumerable<object?> Values => Keys.Select(name => this[name]);

    public int Count => Keys.Count();

    public object? this[string key] => TryGetValue(key, out object? value)
        ? value
        : throw new KeyNotFoundException($"Playbook '{path}' gave no '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        switch (key)
        {
            case "playbook":
                value = path;
                return true;
            case "status":
                value = SnakeCase.Of(_report.Status);
                return true;
            case "steps_executed":
                value = _executed;
                return true;
            case "completed":
                value = _report.Status == ExecutionStatus.Completed;
                return true;
            default:
                return _own.TryGetValue(key, out value);
        }
    }

    /// <summary>Gets the outputs with secrets masked. The playbook's own outputs were masked for its report.</summary>
    public IReadOnlyDictionary<string, object?> Masked(Redactor redactor)
        => !redactor.KnowsAny && ReferenceEquals(_own, _report.Outputs) ? this : redactor.Mask(this);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        => Keys.Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
