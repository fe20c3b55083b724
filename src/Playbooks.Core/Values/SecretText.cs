namespace Playbooks.Values;

/// <summary>Operations on text whose result is a secret when an operand is one.</summary>
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
                // The result is lost as well. That matters only if it is used.
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
            throw new TemplateException(
                $"A text becomes longer than {ValueBounds.MaximumText:N0} characters, more than a template may make");
        }

        string text = string.Concat(texts);
        return isSecret ? new Secret(text) : text;
    }

    /// <summary>Gets the value as text, and tells if that text is a secret.</summary>
    public static (string Text, bool IsSecret) Reveal(object? value) => value switch
    {
        Secret secret => (secret.Reveal(), true),
        IReadOnlyDictionary<string, object?> or IReadOnlyList<object?>
            => (PlaybookValues.ToJson(value, revealSecrets: true), Holds(value)),
        _ => (PlaybookValues.ToText(value), false),
    };

    /// <summary>Changes the text of a value. A secret stays a secret.</summary>
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

    /// <summary>Makes a value secret: maps and lists as a whole, with everything in them.</summary>
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
