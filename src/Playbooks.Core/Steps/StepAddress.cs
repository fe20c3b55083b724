using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Playbooks;

/// <summary>
/// The address of a step in its run: the ids of the steps from the root down, each with its attempt (after the first)
/// and the key of its iteration, such as <c>deploy/restart#2[web-1]/wait</c>. A step that undoes another one is below
/// it: <c>deploy/rollback:remove</c>.
/// </summary>
/// <remarks>Events, reports and logs use the same address. Its text is created on demand.</remarks>
public sealed class StepAddress : IEquatable<StepAddress>
{
    private const string RollbackPrefix = "rollback:";

    // Every step allocates an address: the small fields share one word.
    private readonly short _attempt;
    private readonly short _depth;
    private string? _text;

    private StepAddress(
        StepAddress? parent, string stepId, int attempt, string? key, int depth, bool isRollback = false)
    {
        IsRollback = isRollback;
        Parent = parent;
        StepId = stepId;
        _attempt = checked((short)attempt);
        Key = key;
        _depth = checked((short)depth);
    }

    /// <summary>The step above this one; null at the top.</summary>
    public StepAddress? Parent { get; }

    /// <summary>The step's id in its own playbook.</summary>
    public string StepId { get; }

    /// <summary>The attempt, from 1; 1 also for the step as a whole.</summary>
    public int Attempt => _attempt;

    /// <summary>The key of the iteration; null for the step as a whole.</summary>
    public string? Key { get; }

    /// <summary>The number of steps above it: 0 at the top. An iteration is below its loop.</summary>
    public int Depth => _depth;

    /// <summary>
    /// True for a step that undoes <see cref="Parent"/>, false for a step of the playbook that it runs.
    /// </summary>
    public bool IsRollback { get; }

    /// <summary>Reads an address in the format of <see cref="ToString"/>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StepAddress? address)
    {
        address = null;
        foreach (string part in (text ?? "").Split('/'))
        {
            int keyStart = part.IndexOf('[', StringComparison.Ordinal);
            bool hasKey = keyStart >= 0 && keyStart < part.Length - 1;
            string? key = hasKey ? part[(keyStart + 1)..^1] : null;
            string step = keyStart < 0 ? part : part[..keyStart];
            bool isRollback = step.StartsWith(RollbackPrefix, StringComparison.Ordinal);
            step = isRollback ? step[RollbackPrefix.Length..] : step;
            int mark = step.IndexOf('#', StringComparison.Ordinal);
            int attempt = 1;
            if (step.Length == 0 || mark == 0 || (keyStart >= 0 && (!hasKey || part[^1] != ']'))
                || (mark > 0
                    && !int.TryParse(
                        step.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out attempt))
                || attempt is < 1 or > short.MaxValue || address?.Depth >= short.MaxValue - 2)
            {
                address = null;
                return false;
            }

            string id = mark < 0 ? step : step[..mark];
            if (isRollback && address is null)
            {
                return false;
            }

            StepAddress whole = isRollback ? address!.ForRollback(id) : Of(address, id);
            address = (key is null ? whole : whole.ForKey(key)).ForAttempt(attempt);
        }

        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _text ??=
        $"{(Parent is null ? "" : $"{Parent}/")}{(IsRollback ? RollbackPrefix : "")}{StepId}"
        + $"{(Attempt > 1 ? $"#{Attempt}" : "")}{(Key is null ? "" : $"[{Key}]")}";

    /// <inheritdoc/>
    public bool Equals(StepAddress? other)
        => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StepAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    internal static StepAddress Of(StepAddress? parent, string stepId)
        => new(parent, stepId, attempt: 1, key: null, parent is null ? 0 : parent.Depth + 1);

    internal StepAddress ForAttempt(int attempt)
        => attempt == Attempt ? this : new(Parent, StepId, attempt, Key, Depth, IsRollback);

    internal StepAddress ForKey(string key) => new(Parent, StepId, Attempt, key, Depth + 1, IsRollback);

    internal StepAddress ForRollback(string stepId)
        => new(this, stepId, attempt: 1, key: null, Depth + 1, isRollback: true);

    /// <summary>Gets the address with the first attempt at every level.</summary>
    internal StepAddress WithoutAttempts()
        => new(Parent?.WithoutAttempts(), StepId, attempt: 1, Key, Depth, IsRollback);

    /// <summary>The address without attempts and keys: the place in the plan.</summary>
    internal string Path => $"{(Parent is null ? "" : $"{Parent.Path}/")}{(IsRollback ? RollbackPrefix : "")}{StepId}";

    /// <summary>
    /// True when it is a part of the other one: a step below it, in any attempt, or one of its iterations.
    /// </summary>
    internal bool IsBelow(StepAddress other)
    {
        for (StepAddress? above = Whole ?? Parent; above is not null; above = above.Whole ?? above.Parent)
        {
            if (above.Equals(other) || (above.Attempt > 1 && above.ForAttempt(1).Equals(other)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The loop of an iteration; null for any other address.</summary>
    internal StepAddress? Whole
        => Key is null ? null : new(Parent, StepId, attempt: 1, key: null, Depth - 1, IsRollback);
}
