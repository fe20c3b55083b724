using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;

namespace Playbooks.Agent.Tests.Mapping;

public sealed class GoldenSpecs(ITestOutputHelper output)
{
    [Theory]
    [InlineData("golden-catalogue.tsv", "golden-intents.tsv", 200)]
    [InlineData("heldout-catalogue.tsv", "heldout-intents.tsv", 100)]
    public async Task No_intent_is_mapped_to_a_wrong_playbook_and_most_are_mapped_to_the_right_one(string catalogueFile, string intentsFile, int least)
    {
        IReadOnlyList<AnsiblePlaybookInfo> catalogue = GoldenTable.Catalogue(catalogueFile);
        IReadOnlyList<GoldenIntent> intents = GoldenTable.Intents(intentsFile);
        IntentMapper mapper = new();
        int right = 0;
        List<string> wrong = [];
        foreach (GoldenIntent golden in intents)
        {
            IntentMapping mapping = await mapper.MapAsync(golden.Intent, catalogue, golden.GivenVariables, TestContext.Current.CancellationToken);
            string line = $"[{golden.Category}] '{golden.Intent}' → {mapping.Playbook?.Path ?? "-"} ({mapping.Confidence:0.00}), expected {golden.Expected ?? "-"}. {mapping.Suggestion}";
            if (mapping.Playbook is not null && mapping.Playbook.Path != golden.Expected)
            {
                wrong.Add(line);
            }
            else if (golden.Expected is not null && mapping.Playbook is null)
            {
                output.WriteLine($"not mapped: {line}");
            }
            else if (golden.Expected is not null)
            {
                right++;
            }
        }

        int answerable = intents.Count(golden => golden.Expected is not null);
        output.WriteLine($"{intents.Count} intents over {catalogue.Count} playbooks: {wrong.Count} wrong, {right} of {answerable} mapped ({100.0 * right / answerable:0.0} %)");
        wrong.ForEach(output.WriteLine);

        intents.Count.ShouldBeGreaterThanOrEqualTo(least);
        catalogue.Count.ShouldBe(40);
        wrong.ShouldBeEmpty();
        ((double)right / answerable).ShouldBeGreaterThanOrEqualTo(0.85);
    }
}
