using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Playbooks;

/// <summary>Where a step run stands in its run: the ids of the steps from the root down, with the attempt after the first and the key of
/// an iteration, such as <c>deploy/restart#2[web-1]/wait</c>.</summary>
/// <remarks>The same in events, reports and logs. Its text is made when it is asked for.</remarks>
public sealed class StepAddress : IEquatable<StepAddress>
{
    private string? _text;

    private StepAddress(StepAddress? parent, string stepId, int attempt, string? key, int depth)
    {
        Parent = parent;
        StepId = stepId;
        Attempt = attempt;
        Key = key;
        Depth = depth;
    }

    /// <summary>The step that this one runs below, or null at the top.</summary>
    public StepAddress? Parent { get; }

    /// <summary>The step's id in its own playbook.</summary>
    public string StepId { get; }

    /// <summary>The attempt that it is about, from 1; 1 also for the step as a whole.</summary>
    public int Attempt { get; }

    /// <summary>The key of the iteration that it is about, or null for the step as a whole.</summary>
    public string? Key { get; }

    /// <summary>How many steps stand above it: 0 at the top. An iteration stands below its loop.</summary>
    public int Depth { get; }

    /// <summary>Reads an address, as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StepAddress? address)
    {
        address = null;
        foreach (string part in (text ?? "").Split('/'))
        {
            int keyStart = part.IndexOf('[', StringComparison.Ordinal);
            bool hasKey = keyStart >= 0 && keyStart < part.Length - 1;
            string? key = hasKey ? part[(keyStart + 1)..^1] : null;
            string step = keyStart < 0 ? part : part[..keyStart];
            int mark = step.IndexOf('#', StringComparison.Ordinal);
            int attempt = 1;
            if (step.Length == 0 || mark == 0 || (keyStart >= 0 && (!hasKey || part[^1] != ']'))
                || (mark > 0 && !int.TryParse(step.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out attempt)) || attempt < 1)
            {
                address = null;
                return false;
            }

            StepAddress whole = Of(address, mark < 0 ? step : step[..mark]);
            address = (key is null ? whole : whole.ForKey(key)).ForAttempt(attempt);
        }

        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ??= $"{(Parent is null ? "" : $"{Parent}/")}{StepId}{(Attempt > 1 ? $"#{Attempt}" : "")}{(Key is null ? "" : $"[{Key}]")}";

    /// <inheritdoc/>
    public bool Equals(StepAddress? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StepAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    internal static StepAddress Of(StepAddress? parent, string stepId) => new(parent, stepId, attempt: 1, key: null, parent is null ? 0 : parent.Depth + 1);

    internal StepAddress ForAttempt(int attempt) => attempt == Attempt ? this : new(Parent, StepId, attempt, Key, Depth);

    internal StepAddress ForKey(string key) => new(Parent, StepId, Attempt, key, Depth + 1);
}
