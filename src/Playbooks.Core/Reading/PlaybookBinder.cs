namespace Playbooks.Reading;

/// <summary>Converts a tree of values to a <see cref="Playbook"/>.</summary>
internal sealed class PlaybookBinder(DiagnosticBag diagnostics, StepBinder steps)
{
    private static readonly string[] Keys =
        [
            "name", "version", "description", "domain", "group", "verified", "parameters", "steps", "finally",
            "outputs", "metadata",
        ];

    public Playbook? Bind(PlaybookValue tree)
    {
        if (tree is ScalarValue { Value: null })
        {
            diagnostics.Add(DiagnosticDescriptors.Empty, tree.Location, "The file holds no playbook");
            return null;
        }

        if (tree is not MapValue map)
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongValue,
                tree.Location,
                $"A playbook is a map with 'name' and 'steps', not {tree.Described}");
            return null;
        }

        MapBinder keys = new(map, "the playbook", Keys, diagnostics);
        Playbook playbook = new()
        {
            Name = keys.RequiredText("name") ?? "",
            Version = keys.Text("version"),
            Description = keys.Text("description"),
            Domain = keys.Text("domain"),
            Group = keys.Text("group"),
            Parameters = new ParameterDeclarationBinder(diagnostics).Bind(keys.Maps("parameters")),
            Steps = BindSteps(keys),
            Finally = steps.BindList(keys, "finally"),
            Outputs = BindOutputs(keys),
            Metadata = keys.Map("metadata"),
            Location = map.Location,
        };
        if (keys.Boolean("verified") is not null)
        {
            diagnostics.Add(
                DiagnosticDescriptors.VerifiedInFile,
                keys.LocationOf("verified"),
                "'verified' in the file has no effect: verification is recorded in playbooks.lock.json");
        }

        keys.RejectOthers();
        return playbook;
    }

    /// <summary>
    /// Gets the steps that were bound while the file was read, and reports the other items of their list.
    /// </summary>
    private List<PlaybookStep> BindSteps(MapBinder keys)
    {
        steps.AddAll(keys, "steps");
        if (steps.Steps.Count == 0
            && keys.Value("steps") is (null or ScalarValue { Value: null } or ListValue { Items.Count: 0 }))
        {
            diagnostics.Add(
                DiagnosticDescriptors.MissingKey,
                keys.LocationOf("steps"),
                "The playbook has no steps",
                "Add at least one item under 'steps:'.");
        }

        return steps.Steps;
    }

    private List<PlaybookOutput> BindOutputs(MapBinder keys)
    {
        List<PlaybookOutput> outputs = [];
        foreach (MapEntry entry in keys.Map("outputs")?.Entries ?? [])
        {
            Names.Check(entry.Key, entry.KeyLocation, diagnostics);
            outputs.Add(BindOutput(entry));
        }

        return outputs;
    }

    /// <summary>Reads an output: a value, or <c>{ value: …, secret: true }</c>. Any other map is a value.</summary>
    private PlaybookOutput BindOutput(MapEntry entry)
    {
        if (entry.Value is not MapValue { Entries.Count: 2 } map
            || map.Find("value") is not MapEntry value || map.Find("secret") is not MapEntry)
        {
            return new PlaybookOutput(entry.Key, entry.Value, entry.KeyLocation);
        }

        bool? isSecret = new MapBinder(map, "an output", ["value", "secret"], diagnostics).Boolean("secret");
        return new PlaybookOutput(entry.Key, value.Value, entry.KeyLocation, isSecret == true);
    }
}
