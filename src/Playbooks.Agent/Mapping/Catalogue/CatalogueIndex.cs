using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>An index of a catalogue by which intents are looked up.</summary>
internal sealed class CatalogueIndex
{
    // An index lives as long as its list: a catalogue gives out the same list until the next scan.
    private static readonly ConditionalWeakTable<IReadOnlyList<AnsiblePlaybookInfo>, CatalogueIndex> Indexes = [];

    private readonly AnsiblePlaybookInfo[] _infos;
    private readonly FrozenDictionary<string, ServiceName> _names;
    private readonly FrozenDictionary<char, ServiceName[]> _namesByInitial;
    private readonly FrozenDictionary<string, PlaybookProfile[]> _files;
    private readonly FrozenDictionary<string, PlaybookProfile[]> _canonical;
    private readonly FrozenDictionary<string, PlaybookProfile[]> _postings;
    private readonly FrozenDictionary<string, PlaybookProfile[]> _nameParts;

    private CatalogueIndex(AnsiblePlaybookInfo[] infos)
    {
        _infos = infos;

        // Sorted, so that the order of the catalogue does not change the result.
        Profiles = [.. infos.OrderBy(info => info.Path, StringComparer.Ordinal).ThenBy(info => info.Digest, StringComparer.Ordinal).Select(ProfileBuilder.Build)];
        _names = Profiles.SelectMany(profile => profile.Names.Select(name => (name, profile)))
            .GroupBy(pair => string.Concat(pair.name), StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => new ServiceName(group.Key, group.MaxBy(pair => pair.name.Count).name, [.. group.Select(pair => pair.profile).Distinct()]),
                StringComparer.Ordinal);
        _namesByInitial = _names.Values.Where(name => name.Compact.Length > 0).GroupBy(name => name.Compact[0])
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(name => name.Compact, StringComparer.Ordinal).ToArray());
        LongestName = _names.Values.Select(name => name.Parts.Count).DefaultIfEmpty(1).Max();
        _files = Lookup(Profiles.SelectMany(profile => FileKeys(profile.Path).Select(key => (key, profile))));
        _canonical = Lookup(Profiles.Where(profile => profile is { Action: { Verb: not null, Action: not null }, FileWords: [], PathEnvironments.Count: 0 })
            .SelectMany(profile => profile.Names.SelectMany(name => CanonicalKeys(profile.Action.Verb!, name)).Select(key => (key, profile))));
        _nameParts = Lookup(Profiles.SelectMany(profile => profile.Names.SelectMany(name => name).Select(part => (part, profile))));
        _postings = Lookup(Profiles.SelectMany(profile => profile.Vocabulary.Select(word => (word, profile))));
    }

    public IReadOnlyList<PlaybookProfile> Profiles { get; }

    /// <summary>The number of parts in the longest name.</summary>
    public int LongestName { get; }

    public static CatalogueIndex Of(IReadOnlyList<AnsiblePlaybookInfo> catalogue)
    {
        if (Indexes.TryGetValue(catalogue, out CatalogueIndex? index) && index._infos.AsSpan().SequenceEqual([.. catalogue], ReferenceEqualityComparer.Instance))
        {
            return index;
        }

        index = new CatalogueIndex([.. catalogue]);
        Indexes.AddOrUpdate(catalogue, index);
        return index;
    }

    public ServiceName? FindName(string compact) => _names.GetValueOrDefault(compact);

    public IReadOnlyList<ServiceName> NamesBeginningWith(char initial) => _namesByInitial.GetValueOrDefault(initial) ?? [];

    /// <summary>
    /// Finds the playbooks with this path or file name. The extension may be left out when the file name says more than
    /// a name.
    /// </summary>
    public IReadOnlyList<PlaybookProfile> FindFile(string text) => _files.GetValueOrDefault(text) ?? [];

    /// <summary>Finds the playbooks whose own words are "action service" or "service action" as in this text.</summary>
    public IReadOnlyList<PlaybookProfile> FindCanonical(string text) => _canonical.GetValueOrDefault(text) ?? [];

    public IReadOnlyList<PlaybookProfile> FindByWord(string stem) => _postings.GetValueOrDefault(stem) ?? [];

    /// <summary>Tells if a word is part of the name of another service.</summary>
    public bool IsInOtherName(string part, PlaybookProfile profile)
        => _nameParts.GetValueOrDefault(part)?.Any(other => other != profile && other.Names.Any(name => name.Contains(part) && !profile.Names.Any(own => own.SequenceEqual(name, StringComparer.Ordinal)))) == true;

    /// <summary>Weighs a word: the fewer playbooks contain it, the higher its weight.</summary>
    public double WeightOf(string stem) => Math.Log(1 + ((Profiles.Count + 1.0) / (FindByWord(stem).Count + 1)));

    private static IEnumerable<string> FileKeys(string path)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        string stem = ProfileBuilder.StemOf(file);
        yield return Key(path);
        yield return Key(file);

        // For kuma.yml, "kuma" is the name of a service and does not point to the file.
        if (ProfileBuilder.Atoms(stem).Count > 1)
        {
            yield return Key(stem);
            yield return Key(ProfileBuilder.StemOf(path));
        }
    }

    private static IEnumerable<string> CanonicalKeys(string verb, IReadOnlyList<string> name)
    {
        string text = string.Join(' ', name);
        yield return $"{verb} {text}";
        yield return $"{text} {verb}";
    }

    private static string Key(string text) => string.Join('-', ProfileBuilder.Atoms(text));

    private static FrozenDictionary<string, PlaybookProfile[]> Lookup(IEnumerable<(string Key, PlaybookProfile Profile)> pairs)
        => pairs.GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.Profile).Distinct().ToArray(), StringComparer.Ordinal);
}
