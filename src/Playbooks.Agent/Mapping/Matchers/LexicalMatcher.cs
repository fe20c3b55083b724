namespace Playbooks.Agent.Mapping;

/// <summary>Compares words without a model: the service's name, the action, and all other words.</summary>
internal sealed class LexicalMatcher : IIntentMatcher
{
    private const double Partial = 0.7;
    private const double Described = 0.5;
    private const double NoAction = 0.6;
    private const double OtherAction = 0.4;
    private const double Unexplained = 0.8;
    private const double OtherVerb = 0.2;
    private const double MistypedPenalty = 0.04;

    public string Name => "lexical";

    public ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken)
    {
        IntentReading reading = query.Reading;
        CatalogueIndex index = query.Index;
        IEnumerable<PlaybookProfile> near = reading.Files
            .Concat(reading.Names.SelectMany(mention => mention.Name.Playbooks))
            .Concat(reading.Names.SelectMany(mention => mention.Name.Parts).Concat(reading.Content.SelectMany(content => content.Word.Parts))
                .SelectMany(part => index.FindByWord(PlaybookProfile.Stem(part))))
            .Distinct();
        List<(PlaybookProfile Profile, double Score)> scored = [.. near.Select(profile => (profile, Score(profile, reading, index)))];

        // For "install kuma", a playbook that installs it wins over one that deploys it.
        HashSet<string> literal = new(
            scored.Where(pair => pair.Profile.Action.Verb is not null && pair.Profile.Action.Verb == reading.Verb).Select(pair => pair.Profile.Info.Service), StringComparer.Ordinal);
        return new([.. scored.Select(pair => new IntentCandidate(
            pair.Profile.Info,
            literal.Contains(pair.Profile.Info.Service) && pair.Profile.Action.Verb != reading.Verb ? Math.Max(0, pair.Score - OtherVerb) : pair.Score))]);
    }

    private static double Score(PlaybookProfile profile, IntentReading reading, CatalogueIndex index)
        => NameScore(profile, reading, index) * ActionScore(profile, reading) * WordScore(profile, reading, index);

    private static double NameScore(PlaybookProfile profile, IntentReading reading, CatalogueIndex index)
    {
        if (reading.Files.Contains(profile))
        {
            return 1;
        }

        if (reading.Names.Count > 0 && SentenceReader.CoversAll(profile, [.. reading.Names.Select(mention => mention.Name).Distinct()]))
        {
            return 1 - (MistypedPenalty * reading.Names.Max(mention => mention.Distance));
        }

        HashSet<string> said = new(reading.Parts.Select(PlaybookProfile.Stem), StringComparer.Ordinal);
        double named = profile.Names.Select(name => Share(name.Select(PlaybookProfile.Stem), said, index)).DefaultIfEmpty(0).Max();
        double described = Share(reading.Content.SelectMany(content => content.Word.Parts).Select(PlaybookProfile.Stem), profile.Vocabulary, index);
        return Math.Max(Partial * named, Described * described);
    }

    /// <summary>The share of the words' weight that is found among others.</summary>
    private static double Share(IEnumerable<string> words, IReadOnlySet<string> among, CatalogueIndex index)
    {
        double all = 0;
        double shared = 0;
        foreach (string word in words)
        {
            double weight = index.WeightOf(word);
            all += weight;
            shared += among.Contains(word) ? weight : 0;
        }

        return all > 0 ? shared / all : 0;
    }

    private static double ActionScore(PlaybookProfile profile, IntentReading reading)
        => reading.Actions.Count == 0 ? (reading.Files.Contains(profile) ? 0.95 : NoAction)
            : profile.Action.Action is not string action || !reading.Actions.Contains(action) ? OtherAction
            : profile.Action.Certainty - (reading.IsActionMistyped ? MistypedPenalty : 0) - (reading.Actions.Count > 1 ? MistypedPenalty : 0);

    private static double WordScore(PlaybookProfile profile, IntentReading reading, CatalogueIndex index)
    {
        double known = 2 * index.WeightOf("");
        double unknown = 0;
        foreach (ContentWord content in reading.Content)
        {
            double weight = index.WeightOf(PlaybookProfile.Stem(content.Word.Text));
            if (IntentGates.IsExplained(content, profile, index))
            {
                known += weight;
            }
            else
            {
                unknown += weight;
            }
        }

        unknown += reading.Environments.Count(environment => !profile.Environments.Contains(environment)) * index.WeightOf("");
        unknown += IntentGates.UnsaidFileWords(profile, reading).Sum(index.WeightOf);
        return unknown > 0 ? Unexplained * known / (known + unknown) : 1;
    }
}
