using System.Collections.Frozen;

namespace Playbooks.Agent.Mapping;

/// <summary>Words that do not help to select a playbook, and words that forbid a selection.</summary>
/// <remarks>
/// A word in none of these lists is a content word, which the playbook must account for. So the lists contain only
/// words that cannot change the meaning.
/// </remarks>
internal static class PlainWords
{
    private static readonly FrozenSet<string> Free = Set(
        "a an the this that these those our my your their its it them him her us me you",
        "of for on in to at from by via using onto into through across within as with",
        "please pls plz kindly thanks thank thx cheers hi hello hey dear good morning afternoon evening ok okay so well just also simply quickly right away straight",
        "now today asap immediately directly once instantly urgently urgent",
        "ansible playbook playbooks play job task script automation",
        "service services app apps application applications server servers instance instances stack stacks container containers software product tool package",
        "environment environments env",
        "new latest newest current recent fresh whole entire entirely complete completely full fully all every each everywhere",
        "copy own here there one bit");

    private static readonly FrozenSet<string> Places = Set("host hosts machine machines infrastructure system systems platform vm vms box boxes nodes");

    private static readonly FrozenSet<string> Negations = Set(
        "not no never without dont doesnt didnt wont cant cannot couldnt shouldnt wouldnt mustnt isnt arent wasnt werent hasnt havent neednt aint",
        "neither nor none nobody nothing nowhere avoid cancel abort refrain skip postpone prevent forbid forbidden instead except unless undo hold forget ignore dnt");

    private static readonly FrozenSet<string> Questions = Set(
        "how what why when where who whom whose which whats hows should shall is are am was were did does do has have had can could may might would will if whether isnt wonder explain");

    private static readonly FrozenSet<string> Lights = Set(
        "do perform run execute make take create trigger launch initiate start begin apply give carry conduct go proceed doing performing running executing making taking get have invoke kickoff force try save");

    private static readonly FrozenSet<string> Runners = Set("run execute perform apply trigger invoke initiate begin go try");

    private static readonly FrozenDictionary<string, string> Environments = new (string Name, string Words)[]
    {
        ("production", "prod production prd live"),
        ("staging", "staging stage stg"),
        ("development", "dev devel development"),
        ("test", "test testing tst"),
        ("qa", "qa"),
        ("acceptance", "uat acceptance acc"),
        ("pre-production", "preprod preproduction"),
        ("sandbox", "sandbox"),
        ("demo", "demo"),
        ("integration", "integration"),
        ("canary", "canary"),
        ("disaster recovery", "dr"),
    }.SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Name))).ToFrozenDictionary(pair => pair.word, pair => pair.Name, StringComparer.Ordinal);

    /// <summary>Words that add nothing to these actions, though they would to others.</summary>
    private static readonly FrozenDictionary<string, FrozenSet<string>> FreeBeside = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        [ActionWords.Deploy] = Set("scratch running run up version versions release"),
        [ActionWords.Update] = Set("newer date up version versions release"),
        [ActionWords.Remove] = Set("good permanently"),
        [ActionWords.Restart] = Set("again running"),
        [ActionWords.Start] = Set("again running run"),
        [ActionWords.Stop] = Set("running"),
        [ActionWords.Configure] = Set("change adjust modify alter tweak edit"),
        [ActionWords.Backup] = Set("data safe"),
        [ActionWords.Restore] = Set("data last previous saved night nightly yesterday"),
        [ActionWords.Check] = Set("healthy health status state alive up running working works work runs fine if whether is are over see"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsFree(string word) => Free.Contains(word);

    /// <summary>
    /// Tells if a word names a place in general: "on the machines" adds nothing, but "the kuma machine" is not kuma.
    /// </summary>
    public static bool IsPlace(string word) => Places.Contains(word);

    public static bool IsFreeBeside(string word, string action) => FreeBeside.TryGetValue(action, out FrozenSet<string>? words) && words.Contains(word);

    public static bool IsNegation(string word) => Negations.Contains(word);

    public static bool IsQuestion(string word) => Questions.Contains(word);

    /// <summary>
    /// Tells if a verb only carries a noun: "run a backup", "take a snapshot", "start the deployment".
    /// </summary>
    public static bool IsLight(string word) => Lights.Contains(word);

    /// <summary>Tells if a verb runs a named file. Other verbs would write or delete the file.</summary>
    public static bool IsRunning(string word) => Runners.Contains(word);

    /// <summary>Finds the environment that a word names; null when it names none.</summary>
    public static string? EnvironmentOf(string word) => Environments.GetValueOrDefault(word);

    /// <summary>Tells if a word has a meaning of its own, and so is not a mistyped name.</summary>
    public static bool IsKnown(string word)
        => IsFree(word) || IsPlace(word) || IsNegation(word) || IsQuestion(word) || IsLight(word) || EnvironmentOf(word) is not null || ActionWords.IsKnown(word) || ActionWords.ParticlesOf(word).Count > 0;

    private static FrozenSet<string> Set(params string[] lines) => lines.SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);
}
