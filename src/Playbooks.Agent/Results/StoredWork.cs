namespace Playbooks.Agent;

/// <summary>A piece of work that was done, as a store of results keeps it.</summary>
/// <param name="Digest">What tells requests apart by their work type and parameters, SHA-256 in lower-case hexadecimal. Nothing in it helps to guess a secret.</param>
/// <param name="Result">What came of it. Its task id is the key.</param>
public sealed record StoredWork(string Digest, WorkResult Result)
{
    /// <summary>The result of a request, as the agent itself would keep it: asked for again, it gives that result.</summary>
    /// <param name="request">What was asked for; its task id is the result's.</param>
    /// <param name="result">What came of it, such as that it was interrupted.</param>
    /// <exception cref="WorkRequestException">The request holds what JSON has no type for.</exception>
    public static StoredWork Of(WorkRequest request, WorkResult result)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        return new(RequestDigest.Of(request, int.MaxValue), result);
    }
}
