using System.Text.Json.Nodes;
using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>Writes requests as text, to store and to compare them.</summary>
internal static class RequestText
{
    /// <summary>
    /// Writes JSON from which the request can be read again; null with the reason when that is impossible.
    /// </summary>
    public static (string? Json, string? Reason) Of(WorkRequest request)
    {
        try
        {
            // This redactor knows no secrets. It masks only values whose type is a secret.
            Redactor redactor = new();
            return redactor.IsSecret(request.Parameters) || redactor.IsSecret(request.Hints)
                ? (null, "it holds a secret, which is never written down")
                : (request.ToJson(), null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A value has an unknown type. The agent reports what is wrong with it.
            return (null, $"it cannot be written as JSON ({exception.Message})");
        }
    }

    /// <summary>
    /// Tells if two requests ask for the same work, as the agent sees it: with the same type and parameters, in any
    /// order.
    /// </summary>
    public static bool IsSame(WorkRequest one, WorkRequest other)
    {
        if (ReferenceEquals(one, other))
        {
            return true;
        }

        try
        {
            return one.WorkType == other.WorkType && JsonNode.DeepEquals(Parameters(one), Parameters(other));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static JsonNode? Parameters(WorkRequest request) => JsonNode.Parse(PlaybookValues.ToJson(request.Parameters));
}
