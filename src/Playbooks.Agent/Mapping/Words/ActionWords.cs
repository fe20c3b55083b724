using System.Collections.Frozen;

namespace Playbooks.Agent.Mapping;

/// <summary>
/// The words for actions. Words of two lines never have the same meaning: one never selects a playbook of the other.
/// </summary>
internal static class ActionWords
{
    public const string Deploy = "deploy";
    public const string Update = "update";
    public const string Remove = "remove";
    public const string Restart = "restart";
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Configure = "configure";
    public const string Backup = "backup";
    public const string Restore = "restore";
    public const string Check = "check";
    public const string Clean = "clean";

    // A verb that doubles its last letter or is irregular is followed by its other forms. A noun follows a bar.
    private static readonly (string Action, string Words)[] Table =
    [
        (Deploy, "deploy redeploy install provision launch create bootstrap ship add instantiate setup:sets-up,setting-up rollout | deployment deployments redeployment installation provisioning setup rollout installer"),
        (Update, "update upgrade patch bump modernize modernise | update upgrade upgradation updates upgrades"),
        (Remove, "remove uninstall delete decommission purge undeploy deinstall deprovision unprovision destroy erase eradicate eliminate dismantle retire wipe drop:drops,dropping,dropped scrap:scraps,scrapping,scrapped nuke teardown ditch trash strip:strips,stripping,stripped | removal uninstallation deletion decommissioning undeployment teardown destruction"),
        (Restart, "restart reboot bounce relaunch recycle powercycle | restart reboot"),
        (Start, "start boot activate | startup"),
        (Stop, "stop:stops,stopping,stopped halt shutdown shut:shuts,shutting,shut | shutdown stoppage"),
        (Configure, "configure reconfigure tune customize customise | configuration reconfiguration config configs settings conf"),
        (Backup, "backup snapshot dump archive | backup backups snapshot snapshots dump dumps archive archives"),
        (Restore, "restore recover reinstate | restoration recovery"),
        (Check, "check verify:verifies,verifying,verified test validate inspect diagnose examine probe healthcheck | status health healthcheck check checks verification validation inspection diagnosis diagnostics healthchecks checkup"),
        (Clean, "clean cleanup prune tidy:tidies,tidying,tidied | cleanup"),
        ("reinstall", "reinstall | reinstallation"),
        ("rollback", "rollback revert | rollback reversion"),
        ("reload", "reload |"),
        ("migrate", "migrate move relocate | migration relocation"),
        ("scale", "scale | scaling"),
        ("rotate", "rotate | rotation"),
        ("renew", "renew | renewal"),
        ("reset", "reset:resets,resetting |"),
        ("enable", "enable |"),
        ("disable", "disable deactivate |"),
        ("harden", "harden | hardening"),
        ("sync", "sync synchronize synchronise resync | synchronization synchronisation"),
        ("export", "export |"),
        ("import", "import |"),
        ("pause", "pause suspend |"),
        ("resume", "resume |"),
        ("promote", "promote | promotion"),
        ("failover", "failover switchover |"),
        ("drain", "drain |"),
    ];

    /// <summary>
    /// Verbs that name an action together with a particle. Words may stand between the two. With several actions, any
    /// may be meant.
    /// </summary>
    private static readonly (string Verbs, string Particles, string Actions)[] Particles =
    [
        ("set sets setting roll rolling spin spinning spun stand standing put", "up", Deploy),
        ("roll rolling rolled push pushing", "out", Deploy),
        ("bring bringing get", "up", Deploy + " " + Start),
        ("back backing backed", "up", Backup),
        ("tear tearing torn tears rip ripping", "down out", Remove),
        ("take taking taken", "down off", Remove + " " + Stop),
        ("put putting", "on onto", Deploy),
        ("wipe wiping wiped throw throwing", "out away", Remove),
        ("shut shutting bring bringing power powering spin spinning", "down", Stop),
        ("turn turning turned switch switching switched power powering powered", "off", Stop),
        ("turn turning turned switch switching switched power powering powered", "on", Start),
        ("fire firing power powering start starting boot booting", "up", Start),
        ("clean cleaning cleaned tidy tidying", "up", Clean),
        ("roll rolling rolled", "back", "rollback"),
        ("put putting", "back", Restore),
        ("look looking", "at", Check),
        ("power powering", "cycle", Restart),
    ];

    private static readonly FrozenDictionary<string, ActionWord[]> Known = Build();

    private static readonly FrozenDictionary<string, (string Particle, string[] Actions)[]> Particled = Particles
        .SelectMany(row => row.Verbs.Split(' ').SelectMany(verb => row.Particles.Split(' ').Select(particle => (verb, particle, actions: row.Actions.Split(' ')))))
        .GroupBy(row => row.verb, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Select(row => (row.particle, row.actions)).ToArray(), StringComparer.Ordinal);

    private static readonly string[] LongEnoughToBeMistyped = [.. Known.Keys.Where(word => word.Length >= 5).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Finds the word as a verb and as a noun, the verb first. Empty when it is not a word for an action.
    /// </summary>
    public static IReadOnlyList<ActionWord> Find(string word) => Known.GetValueOrDefault(word) ?? [];

    public static bool IsKnown(string word) => Known.ContainsKey(word);

    /// <summary>Gets the particles that make an action of this verb.</summary>
    public static IReadOnlyList<(string Particle, string[] Actions)> ParticlesOf(string verb) => Particled.GetValueOrDefault(verb) ?? [];

    /// <summary>
    /// Finds the word that a mistyped one means, if a typing error explains it and no other action is as near.
    /// </summary>
    public static ActionWord? FindMistyped(string typed)
    {
        if (typed.Length < 4)
        {
            return null;
        }

        ActionWord[] near = [.. LongEnoughToBeMistyped
            .Where(word => TypingDistance.Between(typed, word, 1) <= 1 && (typed.Length > 4 || typed.Length == word.Length - 1 && word.Length == 5 || IsTransposed(typed, word)))
            .Select(word => Known[word][0])];
        bool isClear = near.Length > 0 && near.All(word => word.Action == near[0].Action);
        return isClear && !LongEnoughToBeMistyped.Any(word => Known[word][0].Action != near[0].Action && TypingDistance.Between(typed, word, 1.5) <= 1.5) ? near[0] : null;
    }

    private static bool IsTransposed(string typed, string word)
        => typed.Length == word.Length && string.Concat(typed.Order()) == string.Concat(word.Order());

    private static FrozenDictionary<string, ActionWord[]> Build()
    {
        Dictionary<string, List<ActionWord>> words = new(StringComparer.Ordinal);
        foreach ((string action, string row) in Table)
        {
            string[] halves = row.Split('|');
            foreach (string verb in halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                AddVerb(words, action, verb);
            }

            foreach (string noun in halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Add(words, noun, new ActionWord(action, noun, WordForm.Noun));
            }
        }

        // In "I want kuma gone", this word is the order.
        Add(words, "gone", new ActionWord(Remove, "remove", WordForm.Past));
        return words.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }

    private static void AddVerb(Dictionary<string, List<ActionWord>> words, string action, string entry)
    {
        int colon = entry.IndexOf(':', StringComparison.Ordinal);
        string verb = colon < 0 ? entry : entry[..colon];
        string stem = verb.EndsWith('e') ? verb[..^1] : verb;
        string sibilant = verb.EndsWith("sh", StringComparison.Ordinal) || verb.EndsWith("ch", StringComparison.Ordinal) ? "es" : "s";
        string[] forms = colon < 0 ? [verb + sibilant, stem + "ing", stem + "ed"] : entry[(colon + 1)..].Split(',');
        Add(words, verb, new ActionWord(action, verb, WordForm.Order));
        WordForm[] kinds = [WordForm.ThirdPerson, WordForm.Gerund, WordForm.Past];
        for (int i = 0; i < forms.Length; i++)
        {
            Add(words, forms[i].Replace("-", "", StringComparison.Ordinal), new ActionWord(action, verb, kinds[i]));
        }
    }

    private static void Add(Dictionary<string, List<ActionWord>> words, string word, ActionWord meaning)
    {
        if (!words.TryGetValue(word, out List<ActionWord>? meanings))
        {
            words.Add(word, meanings = []);
        }

        if (meanings.TrueForAll(other => other.Form != meaning.Form))
        {
            meanings.Add(meaning);
        }
    }
}
