using FsCheck;
using FsCheck.Fluent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using static Playbooks.Agent.Tests.Mapping.SomePlaybook;

namespace Playbooks.Agent.Tests.Mapping;

public sealed class IntentMapperProperties
{
    private static readonly IReadOnlyList<AnsiblePlaybookInfo> Catalogue = GoldenTable.Catalogue("golden-catalogue.tsv");
    private static readonly IReadOnlyList<GoldenIntent> Intents = GoldenTable.Intents("golden-intents.tsv");

    private static Gen<GoldenIntent> AnyIntent => Gen.Elements(Intents.AsEnumerable());

    [Fact]
    public void An_intent_with_a_negation_selects_nothing()
        => Check(
            from intent in AnyIntent
            from negation in Gen.Elements("don't", "do not", "never", "not", "without", "no", "Cannot", "won’t", "avoid", "cancel")
            from isBefore in Gen.Elements(true, false)
            select (intent, text: isBefore ? $"{negation} {intent.Intent}" : $"{intent.Intent} {negation}"),
            async pair => (await MapAsync(pair.text, Catalogue, pair.intent)).Playbook.ShouldBeNull(pair.text));

    [Fact]
    public void An_intent_of_another_action_selects_nothing_that_does_not_do_it()
        => Check(
            from verb in Gen.Elements("deploy", "update", "remove", "restart", "start", "stop", "configure", "backup", "restore", "check", "rollback")
            from playbook in Gen.Elements(Catalogue.AsEnumerable())
            select (verb, playbook),
            async pair =>
            {
                string text = $"{pair.verb} {pair.playbook.Service}";
                IntentMapping mapping = await new IntentMapper().MapAsync(text, [pair.playbook with { RequiredVariables = [] }], [], CancellationToken.None);
                bool isSaid = pair.playbook.Path.Contains(pair.verb, StringComparison.Ordinal)
                    || (pair.verb, pair.playbook.Path) is ("deploy", "playbooks/nextcloud.yml") or ("remove", "minio-uninstall.yml") or ("update", "mattermost-upgrade.yml") or ("remove", "rabbitmq-decommission.yml");
                (mapping.Playbook is not null && !isSaid).ShouldBeFalse(text);
            });

    [Fact]
    public void The_order_of_the_catalogue_does_not_matter()
        => Check(
            from intent in AnyIntent
            from order in Gen.Shuffle(Catalogue.ToArray())
            select (intent, order),
            async pair =>
            {
                IntentMapping mapping = await MapAsync(pair.intent.Intent, Catalogue, pair.intent);
                IntentMapping shuffled = await MapAsync(pair.intent.Intent, pair.order, pair.intent);
                shuffled.ToJson().ShouldBe(mapping.ToJson());
            });

    [Fact]
    public void A_playbook_about_something_else_makes_no_match()
        => Check(
            from intent in AnyIntent.Where(intent => intent.Expected is null)
            from service in Gen.Elements("zookeeper", "quassel", "yacht", "xwiki", "z-wave-gateway")
            from action in Gen.Elements("deploy", "remove", "restart", "update")
            select (intent, other: At($"{service}-{action}.yml", service)),
            async pair => (await MapAsync(pair.intent.Intent, [.. Catalogue, pair.other], pair.intent)).Playbook.ShouldBeNull(pair.intent.Intent));

    [Fact]
    public void Any_text_is_taken()
        => Check(
            from words in Gen.ListOf(Gen.OneOf(Gen.Elements("deploy", "kuma", "-", "'s", "set", "up", "to the latest version", "get rid of", "\ud83d", "\u0301", "?", "!", "/"), ArbMap.Default.GeneratorFor<string>().Where(text => text is not null)))
            select string.Join(' ', words),
            async text =>
            {
                IntentMapping mapping = await new IntentMapper().MapAsync(text, Catalogue, [], CancellationToken.None);
                (mapping.Playbook is null).ShouldBe(mapping.Suggestion.Length > 0);
                mapping.Confidence.ShouldBeInRange(0, 1);
                mapping.ToJson().ShouldNotBeEmpty();
                mapping.Explanation.ToText().ShouldNotBeEmpty();
            });

    [Fact]
    public void Any_metadata_is_taken()
        => Check(
            from texts in Gen.ArrayOf(ArbMap.Default.GeneratorFor<string>().Where(text => text is not null), 5)
            select texts,
            async texts =>
            {
                AnsiblePlaybookInfo playbook = At(texts[0], texts[1], texts[2]) with { Tags = [texts[3]], Hosts = [texts[4]], Roles = [texts[0]] };
                (await new IntentMapper().MapAsync("deploy kuma", [playbook], [], CancellationToken.None)).Suggestion.ShouldNotBeEmpty();
            });

    private static Task<IntentMapping> MapAsync(string text, IReadOnlyList<AnsiblePlaybookInfo> catalogue, GoldenIntent intent)
        => new IntentMapper().MapAsync(text, catalogue, intent.GivenVariables, CancellationToken.None);

    private static void Check<T>(Gen<T> cases, Func<T, Task> holds)
        => Prop.ForAll(cases.ToArbitrary(), (Func<T, bool>)(one =>
        {
            // The mapper with nothing but memory behind it ends synchronously.
            Task task = holds(one);
            task.IsCompleted.ShouldBeTrue();
            task.GetAwaiter().GetResult();
            return true;
        })).QuickCheckThrowOnFailure();
}
