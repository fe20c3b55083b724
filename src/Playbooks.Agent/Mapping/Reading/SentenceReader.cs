namespace Playbooks.Agent.Mapping;

/// <summary>Reads the words of one intent. Every word gets one role; a word without a role is content.</summary>
internal sealed class SentenceReader
{
    private readonly IReadOnlyList<Word> _words;
    private readonly CatalogueIndex _index;
    private readonly bool[] _isTaken;
    private readonly IReadOnlyList<NameMention> _names;
    private readonly HashSet<string> _environments = new(StringComparer.Ordinal);
    private bool _isRequest;
    private int _end;

    public SentenceReader(IReadOnlyList<Word> words, CatalogueIndex index)
    {
        _words = words;
        _index = index;
        _isTaken = new bool[words.Count];
        _names = NameFinder.Find(words, index);
        _end = words.Count;
    }

    public IntentReading Read(IntentReading reading, bool hasQuestionMark)
    {
        foreach (NameMention name in _names)
        {
            Array.Fill(_isTaken, true, name.First, name.End - name.First);
        }

        PlaybookProfile[] files = TakeFiles();
        if (FindNegation() is string negation)
        {
            return reading with { Names = _names, Refusal = $"it says '{negation}': a forbidden action cannot be selected" };
        }

        TakePhrases();
        if (FindQuestion(hasQuestionMark) is string question)
        {
            return reading with { Names = _names, Refusal = $"it asks ({question}), and a question is not an order: say what to do" };
        }

        ActionReader actions = new(_words, _isTaken, _end, _isRequest);
        ActionFinding action = actions.Read(IsNameBeside);
        TakeEnvironments();
        IntentReading read = reading with
        {
            Files = files,
            Names = _names,
            Refusal = action.Refusal ?? FindOtherServices(),
            Actions = action.Actions,
            Verb = action.Verb,
            Environments = _environments,
            Content = [.. Content(action, files.Length > 0)],
        };
        return read.Refusal is null && read.Actions.Count == 0 && files.Length == 0 ? WithMistypedAction(read) : read;
    }

    /// <summary>
    /// Finds the file that the intent names: a word is a path, or a file name that says more than a service.
    /// </summary>
    private PlaybookProfile[] TakeFiles()
    {
        List<PlaybookProfile> files = [];
        for (int i = 0; i < _words.Count; i++)
        {
            if (_words[i] is { Parts.Count: > 1, IsForeign: false, Accents: 0 } word && _index.FindName(word.Compact) is null && _index.FindFile(word.Text) is { Count: > 0 } named)
            {
                files.AddRange(named);
                _isTaken[i] = true;
            }
        }

        return [.. files.Distinct()];
    }

    private string? FindNegation()
    {
        for (int i = 0; i < _words.Count; i++)
        {
            if (!_isTaken[i] && PlainWords.IsNegation(_words[i].Text))
            {
                return _words[i].Text;
            }
        }

        return null;
    }

    private void TakePhrases()
    {
        for (int i = 0; i < _words.Count; i++)
        {
            if (!_isTaken[i] && Phrases.Reason(_words, i) > 0 && i > 0)
            {
                // The order ends where its reason begins.
                _end = i;
                return;
            }

            int request = Phrases.Request(_words, i);
            _isRequest |= request > 0;
            int length = Math.Max(request, Phrases.IdleWords(_words, i));
            if (length > 0)
            {
                Array.Fill(_isTaken, true, i, length);
                i += length - 1;
            }
        }
    }

    private string? FindQuestion(bool hasQuestionMark)
    {
        bool isPolite = _isTaken.Length > 0 && _isRequest && Enumerable.Range(0, _words.Count).Any(i => _isTaken[i] && _words[i].Text is "can" or "could" or "would" or "will");
        if (hasQuestionMark && !isPolite)
        {
            return "with a question mark";
        }

        int clause = -1;
        for (int i = 0; i < _end; i++)
        {
            string text = _words[i].Text;
            if (_isTaken[i])
            {
                clause = _words[i].Clause;
            }
            else if (text is "how" or "why" or "what" or "who" or "where" or "when" or "should" or "shall" or "wonder" or "explain" or "hows" or "whats")
            {
                return $"'{text}'";
            }
            else if (_words[i].Clause != clause && !PlainWords.IsFree(text) && text is not ("and" or "then"))
            {
                clause = _words[i].Clause;
                if (PlainWords.IsQuestion(text) && !(text == "do" && IsErrand(i + 1)))
                {
                    return $"'{text}'";
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Tells if "do" belongs to an order, as in "do a backup", and not to a question, as in "do we back up".
    /// </summary>
    private bool IsErrand(int at)
        => at < _words.Count && !_isTaken[at] && (_words[at].Text is "a" or "an" or "the" or "another" || ActionWords.Find(_words[at].Text).Any(word => word.Form == WordForm.Noun));

    private bool IsNameBeside(int at) => _names.Any(name => name.End == at || name.First == at + 1);

    private void TakeEnvironments()
    {
        for (int i = 0; i < _end; i++)
        {
            if (!_isTaken[i] && PlainWords.EnvironmentOf(_words[i].Text) is string environment)
            {
                _environments.Add(environment);
                _isTaken[i] = true;
            }
        }

        // A name that contains an environment names that environment too.
        _environments.UnionWith(_names.SelectMany(name => name.Name.Parts).Select(PlainWords.EnvironmentOf).OfType<string>());
    }

    private string? FindOtherServices()
    {
        ServiceName[] named = [.. _names.Select(name => name.Name).Distinct()];
        bool hasOne = named.Length < 2 || _index.Profiles.Any(profile => CoversAll(profile, named));
        return hasOne ? null : $"it names {string.Join(" and ", named.Select(name => $"'{name.Display}'"))}: ask for one at a time";
    }

    /// <summary>Tells if a playbook is about all of several services.</summary>
    public static bool CoversAll(PlaybookProfile profile, IReadOnlyList<ServiceName> named)
        => named.All(name => profile.Names.Any(own => string.Concat(own) == name.Compact))
            || profile.Names.Any(own => named.Sum(name => name.Parts.Count) == own.Count && named.SelectMany(name => name.Parts).All(own.Contains));

    private IEnumerable<ContentWord> Content(ActionFinding action, bool namesFile)
    {
        for (int i = 0; i < _end; i++)
        {
            Word word = _words[i];
            bool isKnown = !word.IsForeign && word.Accents == 0 && (PlainWords.IsFree(word.Text)
                || word.Text is "and" or "then"
                || PlainWords.IsPlace(word.Text) && !_names.Any(name => name.End == i)
                || PlainWords.IsLight(word.Text) && action.Actions.Count > 0
                || PlainWords.IsRunning(word.Text) && namesFile
                || action.Actions.Any(said => PlainWords.IsFreeBeside(word.Text, said)));
            if (!_isTaken[i] && !isKnown)
            {
                yield return new ContentWord(word, IsNameBeside(i));
            }
        }
    }

    private static IntentReading WithMistypedAction(IntentReading reading)
    {
        (ContentWord Word, ActionWord Meant)[] meant = [.. reading.Content
            .Where(content => content.Word is { Parts.Count: 1, IsForeign: false, Accents: 0 } && !PlainWords.IsKnown(content.Word.Text))
            .Select(content => (content, ActionWords.FindMistyped(content.Word.Text)))
            .Where(pair => pair.Item2 is { Form: WordForm.Order or WordForm.Noun }).Select(pair => (pair.content, pair.Item2!))];
        return meant.Length == 1
            ? reading with
            {
                Actions = [meant[0].Meant.Action],
                Verb = meant[0].Meant.Verb,
                IsActionMistyped = true,
                Content = [.. reading.Content.Where(content => content != meant[0].Word && !PlainWords.IsLight(content.Word.Text) && !PlainWords.IsFreeBeside(content.Word.Text, meant[0].Meant.Action))],
            }
            : reading;
    }
}
