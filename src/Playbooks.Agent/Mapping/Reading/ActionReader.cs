namespace Playbooks.Agent.Mapping;

/// <summary>Finds the one action that an intent orders.</summary>
/// <param name="words">The words.</param>
/// <param name="isTaken">True for words that have a role already. The reader sets it for words of actions.</param>
/// <param name="end">The index at which the order ends and its reason begins.</param>
/// <param name="isRequest">True when the order is a wish: "I want kuma deployed".</param>
internal sealed class ActionReader(IReadOnlyList<Word> words, bool[] isTaken, int end, bool isRequest)
{
    // Between a verb and its particle there is hardly more than a name.
    private const int ParticleReach = 8;

    public ActionFinding Read(Func<int, bool> isNameBeside)
    {
        List<ActionHit> hits = FindAll();
        List<ActionHit> orders = [.. hits];
        RemoveEnvironments(orders, isNameBeside);
        if (FindCalledOff(orders) is ActionHit calledOff)
        {
            return ActionFinding.None with { Refusal = $"'{words[calledOff.At].Text}' calls the action off: a forbidden action cannot be selected" };
        }

        RemoveCarriers(orders);
        RemoveThings(orders);
        foreach (ActionHit hit in hits)
        {
            isTaken[hit.At] = true;
        }

        if (orders.Find(hit => !IsOrdered(hit)) is ActionHit told)
        {
            return ActionFinding.None with { Refusal = $"'{words[told.At].Text}' is not an order: say what to do" };
        }

        string[] actions = [.. orders.Select(hit => hit.Actions).Aggregate((IEnumerable<string>?)null, (all, some) => all is null ? some : all.Intersect(some, StringComparer.Ordinal)) ?? []];
        if (orders.Count > 0 && actions.Length == 0)
        {
            return ActionFinding.None with { Refusal = $"it orders several things ({string.Join(", ", orders.Select(hit => $"'{words[hit.At].Text}'").Distinct(StringComparer.Ordinal))}): ask for one at a time" };
        }

        return new ActionFinding(actions, orders.Find(hit => hit.Verb is not null)?.Verb, null);
    }

    private List<ActionHit> FindAll()
    {
        List<ActionHit> hits = [];
        for (int i = 0; i < words.Count; i++)
        {
            // After the order, only another order matters.
            if (!isTaken[i] && !words[i].IsForeign && FindAt(i) is ActionHit hit && (i < end || hit.IsOrder && !hit.IsNoun))
            {
                hits.Add(hit);
            }
        }

        return hits;
    }

    private ActionHit? FindAt(int at)
    {
        string text = words[at].Text;
        if (words[at].Accents > 0)
        {
            return null;
        }

        if (Phrases.Removal(words, at) is int removal and > 0)
        {
            Take(at, removal);
            return new ActionHit(at, [ActionWords.Remove], null, [WordForm.Order]);
        }

        if (Phrases.IsCarrier(text) && Enumerable.Range(at + 1, Math.Max(0, end - at - 1)).FirstOrDefault(i => Phrases.Currency(words, i) > 0) is int currency and > 0)
        {
            Take(currency, Phrases.Currency(words, currency));
            return new ActionHit(at, [ActionWords.Update], null, [WordForm.Order]);
        }

        if (FindParticle(at) is (int particle, string[] actions))
        {
            Take(particle, 1);
            WordForm[] forms = text.EndsWith("ing", StringComparison.Ordinal) && text is not "bring" ? [WordForm.Gerund] : text.EndsWith("ed", StringComparison.Ordinal) || text is "spun" or "torn" or "taken" ? [WordForm.Past] : [WordForm.Order];
            return new ActionHit(at, actions, null, forms);
        }

        IReadOnlyList<ActionWord> meanings = ActionWords.Find(text);
        return meanings.Count == 0 ? null : new ActionHit(at, [meanings[0].Action], meanings[0].Verb, [.. meanings.Select(meaning => meaning.Form)]);
    }

    private (int At, string[] Actions)? FindParticle(int verb)
    {
        foreach ((string particle, string[] actions) in ActionWords.ParticlesOf(words[verb].Text))
        {
            for (int i = verb + 1; i < Math.Min(end, verb + ParticleReach) && words[i].Clause == words[verb].Clause && !(ActionWords.IsKnown(words[i].Text) && !isTaken[i]); i++)
            {
                if (words[i].Text == particle && !isTaken[i])
                {
                    return (i, actions);
                }
            }
        }

        return null;
    }

    private void Take(int at, int length) => Array.Fill(isTaken, true, at, length);

    /// <summary>Removes words that name a place: "to test" after another action, and "the test environment".</summary>
    private void RemoveEnvironments(List<ActionHit> hits, Func<int, bool> isNameBeside)
    {
        if (hits.Count > 1)
        {
            hits.RemoveAll(hit => PlainWords.EnvironmentOf(words[hit.At].Text) is not null && hit.At > 0 && !isNameBeside(hit.At - 1)
                && words[hit.At - 1].Text is "to" or "in" or "on" or "for" or "the" or "our" or "into" or "onto" or "my" or "from" or "at"
                && hits.Exists(other => other != hit && other.At < hit.At) && Release(hit.At));
        }
    }

    /// <summary>Frees a word, so that it can be read as an environment.</summary>
    private bool Release(int at)
    {
        isTaken[at] = false;
        return true;
    }

    /// <summary>Finds a verb that calls off the action of another word: "stop deploying", "halt the rollout".</summary>
    private ActionHit? FindCalledOff(List<ActionHit> hits)
    {
        for (int i = 0; i + 1 < hits.Count; i++)
        {
            if (hits[i].IsOrder && (hits[i].Actions.Contains(ActionWords.Stop) || hits[i].Actions is ["pause" or "disable"])
                && (hits[i + 1].Is(WordForm.Gerund) || hits[i + 1].Is(WordForm.Noun)) && AreTogether(hits[i].At, hits[i + 1].At))
            {
                return hits[i];
            }
        }

        return null;
    }

    /// <summary>
    /// Removes verbs that only carry a noun: in "start the deployment" and "create a backup" the noun is the action.
    /// </summary>
    private void RemoveCarriers(List<ActionHit> hits)
    {
        for (int i = hits.Count - 2; i >= 0; i--)
        {
            if (PlainWords.IsLight(words[hits[i].At].Text) && hits.Exists(next => next.At > hits[i].At && (next.IsNoun || next.Is(WordForm.Gerund)) && AreTogether(hits[i].At, next.At)))
            {
                hits.RemoveAt(i);
            }
        }
    }

    /// <summary>
    /// Removes nouns that are objects: "update the configuration" configures, "restore the backup" restores.
    /// </summary>
    private void RemoveThings(List<ActionHit> hits)
    {
        ActionHit? settings = hits.Find(hit => hit.Is(WordForm.Noun) && hit.Actions is [ActionWords.Configure]);
        if (settings is not null && hits.Exists(hit => hit.Verb == "update"))
        {
            hits.RemoveAll(hit => hit.Verb == "update");
        }

        if (settings is not null && hits.Exists(hit => hit.Verb == "reload"))
        {
            hits.Remove(settings);
        }

        ActionHit? restore = hits.Find(hit => hit.Actions is [ActionWords.Restore]);
        if (restore is not null)
        {
            hits.RemoveAll(hit => hit.IsNoun && hit.Actions is [ActionWords.Backup] && hit.At > restore.At && AreTogether(restore.At, hit.At));
        }
    }

    /// <summary>True when no word between two words begins another order.</summary>
    private bool AreTogether(int first, int second)
        => words[first].Clause == words[second].Clause && !Enumerable.Range(first, second - first).Any(i => words[i].Text is "and" or "then" or "or" or "but");

    private bool IsOrdered(ActionHit hit)
    {
        bool Before(Func<string, bool> isWord) => Enumerable.Range(0, hit.At).Any(i => isWord(words[i].Text));
        return hit.IsOrder || hit.IsNoun
            || hit.Is(WordForm.Past) && (isRequest || Before(word => word is "get" or "have"))
            || hit.Is(WordForm.Gerund) && (isRequest || Before(PlainWords.IsLight))
            || hit.Is(WordForm.ThirdPerson) && Before(word => word is "that" or "which");
    }
}
