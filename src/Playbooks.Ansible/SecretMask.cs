using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks.Ansible;

/// <summary>Takes the secrets of a request out of text that leaves the run.</summary>
internal sealed class SecretMask
{
    // Shorter ones would blot out half of every text, and are no secrets.
    private const int ShortestSecret = 3;

    private readonly List<string> _forms;

    private SecretMask(List<string> forms) => _forms = forms;

    public static SecretMask For(IReadOnlyDictionary<string, object?> values)
    {
        HashSet<string> forms = new(StringComparer.Ordinal);
        foreach (string secret in Secrets(values))
        {
            // As it is, and as it looks inside JSON, Python's (escaped to ASCII) or not. The lines of a key come one by one.
            string[] lines = secret.Split('\n', StringSplitOptions.TrimEntries);
            foreach (string text in (IEnumerable<string>)[secret, .. lines])
            {
                if (text.Length >= ShortestSecret)
                {
                    forms.Add(text);
                    forms.Add(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
                    forms.Add(JsonEncodedText.Encode(text, JavaScriptEncoder.Default).ToString());
                }
            }
        }

        return new SecretMask([.. forms.OrderByDescending(form => form.Length)]);
    }

    public string Apply(string text)
    {
        foreach (string form in _forms)
        {
            text = text.Replace(form, Secret.Mask, StringComparison.Ordinal);
        }

        return text;
    }

    public ExecutionSummary Apply(ExecutionSummary summary) => _forms.Count == 0 ? summary : summary with
    {
        FailedTasks = [.. summary.FailedTasks.Select(Apply)],
        KeyErrors = [.. summary.KeyErrors.Select(Apply)],
        Warnings = [.. summary.Warnings.Select(Apply)],
        CustomStats = (IReadOnlyDictionary<string, object?>)Apply((object)summary.CustomStats)!,
        Failures = [.. summary.Failures.Select(failure => failure with { Task = Apply(failure.Task), Message = Apply(failure.Message) })],
    };

    private object? Apply(object? value) => value switch
    {
        string text => Apply(text),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(entry => Apply(entry.Key), entry => Apply(entry.Value), StringComparer.Ordinal),
        IReadOnlyList<object?> list => list.Select(Apply).ToList(),
        _ => value,
    };

    private static IEnumerable<string> Secrets(object? value) => value switch
    {
        Secret secret => [secret.Reveal()],
        string => [],
        IEnumerable<KeyValuePair<string, object?>> map => map.SelectMany(entry => Secrets(entry.Value)),
        System.Collections.IEnumerable list => list.Cast<object?>().SelectMany(Secrets),
        _ => [],
    };
}
