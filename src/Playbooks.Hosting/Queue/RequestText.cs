using System.Collections;
using System.Text.Json.Nodes;
using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>A request as text to store it, and to tell it from others.</summary>
internal static class RequestText
{
    // A value that contains itself has no end. The agent takes fewer levels.
    private const int MaximumDepth = 64;

    /// <summary>The JSON from which the request can be read again; null with the reason when it cannot.</summary>
    public static (string? Json, string? Reason) Of(WorkRequest request)
    {
        try
        {
            return HoldsSecret(request.Parameters, 0) || HoldsSecret(request.Hints, 0) ? (null, "it holds a secret, which is never written down") : (request.ToJson(), null);
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

    private static bool HoldsSecret(object? value, int depth) => value switch
    {
        Secret => true,
        string => false,
        IEnumerable when depth == MaximumDepth => throw new InvalidOperationException($"it is nested more than {MaximumDepth} levels deep"),
        IEnumerable<KeyValuePair<string, object?>> map => map.Any(entry => HoldsSecret(entry.Value, depth + 1)),
        IEnumerable list => list.Cast<object?>().Any(item => HoldsSecret(item, depth + 1)),
        _ => false,
    };
}
