namespace Playbooks.Templates;

/// <summary>
/// Everything that the templates of one step can see: the values of its playbook's run and the item of its iteration.
/// </summary>
internal sealed class EvaluationScope(RunValues values, LoopItem? item = null)
{
    /// <summary>An empty scope, for constants.</summary>
    public static EvaluationScope Empty { get; } = new(new RunValues { Parameters = PlaybookValues.EmptyMap });

    /// <summary>The values of the playbook's run, shared by its steps.</summary>
    public RunValues Values => values;

    /// <summary>The iteration that the scope is for; null outside of loops.</summary>
    public LoopItem? Item => item;

    /// <summary>
    /// The slot of the step whose own outputs, those of one iteration, replace the shared ones; -1 for none.
    /// </summary>
    private int OwnSlot { get; init; } = -1;

    private IReadOnlyDictionary<string, object?>? OwnOutputs { get; init; }

    /// <summary>The outputs of a step, or null when it did not run.</summary>
    public IReadOnlyDictionary<string, object?>? OutputsOf(int slot)
        => slot == OwnSlot ? OwnOutputs : values.OutputsOf(slot);

    /// <summary>The same scope, for one iteration of a loop.</summary>
    public EvaluationScope For(LoopItem loopItem) => new(values, loopItem);

    /// <summary>
    /// The same scope with the outputs of one iteration of a step, for the steps that undo that iteration.
    /// </summary>
    public EvaluationScope WithOwn(int slot, IReadOnlyDictionary<string, object?> outputs)
        => new(values, item) { OwnSlot = slot, OwnOutputs = outputs };
}
