namespace Playbooks;

/// <summary>The step types of an engine. Immutable.</summary>
internal sealed class StepRegistry
{
    private readonly Dictionary<string, IStepHandler> _handlers = new(StringComparer.Ordinal);

    /// <summary>Registers the handlers.</summary>
    /// <exception cref="ArgumentException">
    /// Two handlers have the same type, or one has the type <c>playbook.run</c>.
    /// </exception>
    public StepRegistry(params IEnumerable<IStepHandler> handlers)
    {
        foreach (IStepHandler handler in handlers)
        {
            if (handler.Definition.Type == NestedPlaybook.Type)
            {
                throw new ArgumentException(
                    $"The step type '{NestedPlaybook.Type}' is the engine's own; {handler.GetType().Name} cannot have "
                        + "it",
                    nameof(handlers));
            }

            if (!_handlers.TryAdd(handler.Definition.Type, handler))
            {
                throw new ArgumentException(
                    $"Two step handlers have the type '{handler.Definition.Type}': "
                        + $"{_handlers[handler.Definition.Type].GetType().Name} and {handler.GetType().Name}",
                    nameof(handlers));
            }
        }
    }

    /// <summary>
    /// The definitions in order of their types, with <c>playbook.run</c>, which the engine implements itself.
    /// </summary>
    public IEnumerable<StepDefinition> Definitions
        => _handlers.Values.Select(handler => handler.Definition)
            .Append(NestedPlaybook.Definition)
            .OrderBy(definition => definition.Type, StringComparer.Ordinal);

    internal IStepHandler? Find(string type) => _handlers.GetValueOrDefault(type);
}
