using System.Text.Json.Nodes;
using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>A request as text to store it, and to tell it from others.</summary>
internal static class RequestText
{
    /// <summary>The JSON from which the request can be read again; null with the reason when it cannot.</summary>
    public static (string? Json, string? Reason) Of(WorkRequest request)
    {
        try
        {
            // It knows none: what it would mask is a secret by its type.
            Redactor redactor = new();
            return redactor.IsSecret(request.Parameters) || redactor.IsSecret(request.Hints)
                ? (null, "it holds a secret, which is never written down")
                : (request.ToJson(), null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Values of an odd kind, of anybody's types: the agent says what is wrong with them.
            return (null, $"it cannot be written as JSON ({exception.Message})");
        }
    }

    /// <summary>Whether two requests ask for the same, as the agent sees it: the type and the parameters, in whatever order.</summary>
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
