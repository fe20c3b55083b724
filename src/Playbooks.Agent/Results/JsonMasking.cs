using System.Text.Json;

namespace Playbooks.Agent;

/// <summary>Masks secrets in JSON text so that it stays JSON.</summary>
internal static class JsonMasking
{
    public static string Mask(Redactor redactor, string json)
    {
        string masked = redactor.Mask(json);
        if (ReferenceEquals(masked, json))
        {
            return json;
        }

        try
        {
            // A number that is a secret would become three stars without quotes: masked value by value, it becomes a text.
            using JsonDocument document = JsonDocument.Parse(json);
            return PlaybookValues.ToJson(redactor.Mask(PlaybookValues.FromJson(document.RootElement)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An output of somebody else's handler that is no JSON.
            return masked;
        }
    }
}
