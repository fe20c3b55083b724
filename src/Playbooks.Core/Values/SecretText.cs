namespace Playbooks.Values;

/// <summary>Keeps what is made of secrets secret.</summary>
internal static class SecretText
{
    public static object Concatenate(params ReadOnlySpan<object?> values)
    {
        string[] texts = new string[values.Length];
        bool isSecret = false;
        for (int i = 0; i < texts.Length; i++)
        {
            if (values[i] is Secret { IsLost: true } lost)
            {
                // What is made of it is lost too, which matters only to whoever uses it.
                return lost;
            }

            (texts[i], bool secret) = Reveal(values[i]);
            isSecret |= secret;
        }

        return Concatenate(texts, isSecret);
    }

    public static object Concatenate(ReadOnlySpan<string> texts, bool isSecret)
    {
        long length = 0;
        foreach (string part in texts)
        {
            length += part.Length;
        }

        if (length > ValueBounds.MaximumText)
        {
            throw new TemplateException($"A text becomes longer than {ValueBounds.MaximumText:N0} characters, more than a template may make");
        }

        string text = string.Concat(texts);
        return isSecret ? new Secret(text) : text;
    }

    /// <summary>The value as text, and whether that text must stay a secret.</summary>
    public static (string Text, bool IsSecret) Reveal(object? value) => value switch
    {
        Secret secret => (secret.Reveal(), true),
        IReadOnlyDictionary<string, object?> or IReadOnlyList<object?> => (PlaybookValues.ToJson(value, revealSecrets: true), Holds(value)),
        _ => (PlaybookValues.ToText(value), false),
    };

    /// <summary>Applies a change of text; what was a secret stays one.</summary>
    public static object Map(object? value, Func<string, string> change)
    {
        if (value is Secret { IsLost: true })
        {
            return value;
        }

        (string text, bool isSecret) = Reveal(value);
        string changed = change(text);
        return isSecret ? new Secret(changed) : changed;
    }

    /// <summary>The value as a secret: a map or a list as a whole, and all that is in it.</summary>
    public static object? Hide(object? value) => value switch
    {
        string text => new Secret(text),
        bool or long or int or double => Secret.Of(value),
        ISecretCollection => value,
        IReadOnlyDictionary<string, object?> map
            => new SecretMap(map.ToDictionary(entry => entry.Key, entry => Hide(entry.Value), StringComparer.Ordinal)),
        IReadOnlyList<object?> list => new SecretList([.. list.Select(Hide)]),
        _ => value,
    };

    private static bool Holds(object? value) => value switch
    {
        Secret or ISecretCollection => true,
        IReadOnlyDictionary<string, object?> map => map.Values.Any(Holds),
        IReadOnlyList<object?> list => list.Any(Holds),
        _ => false,
    };
}
