namespace Playbooks;

/// <summary>The step types that an engine knows. Immutable.</summary>
internal sealed class StepRegistry
{
    private readonly Dictionary<string, IStepHandler> _handlers = new(StringComparer.Ordinal);

    /// <summary>With these handlers.</summary>
    /// <exception cref="ArgumentException">Two have the same type, or one has the type <c>playbook.run</c>.</exception>
    public StepRegistry(params IEnumerable<IStepHandler> handlers)
    {
        foreach (IStepHandler handler in handlers)
        {
            if (handler.Definition.Type == NestedPlaybook.Type)
            {
                throw new ArgumentException($"The step type '{NestedPlaybook.Type}' is the engine's own; {handler.GetType().Name} cannot have it", nameof(handlers));
            }

            if (!_handlers.TryAdd(handler.Definition.Type, handler))
            {
                throw new ArgumentException($"Two step handlers have the type '{handler.Definition.Type}': {_handlers[handler.Definition.Type].GetType().Name} and {handler.GetType().Name}", nameof(handlers));
            }
        }
    }

    /// <summary>What is known of each, in order of their types; <c>playbook.run</c>, which the engine itself does, among them.</summary>
    public IEnumerable<StepDefinition> Definitions
        => _handlers.Values.Select(handler => handler.Definition).Append(NestedPlaybook.Definition).OrderBy(definition => definition.Type, StringComparer.Ordinal);

    internal IStepHandler? Find(string type) => _handlers.GetValueOrDefault(type);
}
