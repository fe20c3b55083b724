using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>Derives the name, the action and the environments of an Ansible playbook from its metadata.</summary>
internal static class ProfileBuilder
{
    private const int LongestText = 1000;

    public static PlaybookProfile Build(AnsiblePlaybookInfo info)
    {
        string path = info.Path.Replace('\\', '/');
        int slash = path.LastIndexOf('/');
        IReadOnlyList<string> stem = Atoms(StemOf(path[(slash + 1)..]));
        IReadOnlyList<string> folders = Atoms(slash < 0 ? "" : path[..slash]);
        IReadOnlyList<string> service = Atoms(info.Service);
        IReadOnlyList<string> description = Atoms(info.Description);
        IReadOnlyList<string> tags = Atoms(string.Join(' ', info.Tags));
        IReadOnlyList<string> hosts = Atoms(string.Join(' ', info.Hosts));

        bool isInFile = TryCut(stem, service, out IReadOnlyList<string> rest);
        IReadOnlyList<string> name = service;
        if (isInFile)
        {
            // "postgres-backup" is a service when the file name goes on with another action. Otherwise it is the backup
            // of postgres.
            name = Trim(service, word => PlainWords.EnvironmentOf(word) is not null || !rest.Any(ActionWords.IsKnown) && ActionWords.IsKnown(word));
            TryCut(stem, name, out rest);
        }

        PlaybookAction action = PlaybookAction.Of(isInFile ? rest : stem, folders, description, tags);
        HashSet<string> pathEnvironments = Environments([.. rest, .. folders], action);
        return new PlaybookProfile
        {
            Info = info,
            Names = [.. new[] { name, isInFile ? [] : Trim(stem, IsNoName) }.Where(atoms => atoms.Count > 0 && !atoms.All(PlainWords.IsFree))],
            Action = action,
            PathEnvironments = pathEnvironments,
            Environments = new HashSet<string>([.. pathEnvironments, .. Environments(hosts, action), .. Environments(tags, action)], StringComparer.Ordinal),
            FileWords = isInFile ? [.. rest.Where(word => !IsNoName(word) || IsThing(word, action))] : [],
            Place = Stems(stem, folders, service, hosts),
            Pairs = new HashSet<string>(description.Zip(description.Skip(1), (first, second) => $"{first} {second}"), StringComparer.Ordinal),
            Vocabulary = Stems(stem, folders, service, description, tags, hosts, Atoms(string.Join(' ', info.Roles))),
        };
    }

    /// <summary>Splits a text into the parts of all its words.</summary>
    public static IReadOnlyList<string> Atoms(string text)
        => [.. WordSplitter.Split(text.Length > LongestText ? text[..LongestText] : text).SelectMany(word => word.Parts)];

    public static string StemOf(string fileName)
    {
        int dot = fileName.LastIndexOf('.');
        return dot > 0 && fileName[dot..].ToLowerInvariant() is ".yml" or ".yaml" ? fileName[..dot] : fileName;
    }

    private static HashSet<string> Stems(params IEnumerable<IReadOnlyList<string>> words)
        => new(words.SelectMany(some => some).Select(PlaybookProfile.Stem), StringComparer.Ordinal);

    private static bool IsNoName(string word) => ActionWords.IsKnown(word) || ActionWords.ParticlesOf(word).Count > 0 || PlainWords.IsFree(word) || PlainWords.EnvironmentOf(word) is not null || word is "up" or "out" or "main" or "site";

    private static bool IsThing(string word, PlaybookAction action)
        => action.Action is not null and not ActionWords.Configure && ActionWords.Find(word) is [{ Action: ActionWords.Configure, Form: WordForm.Noun }, ..];

    private static HashSet<string> Environments(IReadOnlyList<string> words, PlaybookAction action)
        => new(words.Where(word => !(word is "test" or "testing" && action.Action == ActionWords.Check)).Select(PlainWords.EnvironmentOf).OfType<string>(), StringComparer.Ordinal);

    /// <summary>Removes words from both ends, but never all words.</summary>
    private static IReadOnlyList<string> Trim(IReadOnlyList<string> atoms, Func<string, bool> isOff)
    {
        int first = 0;
        int end = atoms.Count;
        while (first < end && isOff(atoms[first]))
        {
            first++;
        }

        while (end > first && isOff(atoms[end - 1]))
        {
            end--;
        }

        return first == end ? atoms : [.. atoms.Take(end).Skip(first)];
    }

    /// <summary>Removes a sequence of words from other words.</summary>
    private static bool TryCut(IReadOnlyList<string> atoms, IReadOnlyList<string> cut, out IReadOnlyList<string> rest)
    {
        for (int i = 0; cut.Count > 0 && i + cut.Count <= atoms.Count; i++)
        {
            if (atoms.Skip(i).Take(cut.Count).SequenceEqual(cut, StringComparer.Ordinal))
            {
                rest = [.. atoms.Take(i), .. atoms.Skip(i + cut.Count)];
                return true;
            }
        }

        rest = atoms;
        return false;
    }
}
