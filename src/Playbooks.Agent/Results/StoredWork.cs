namespace Playbooks.Agent;

/// <summary>A piece of finished work, as a store of results keeps it.</summary>
/// <param name="Digest">The SHA-256 of the work type and parameters, in lower-case hexadecimal. It does not help to
/// guess a secret.</param>
/// <param name="Result">The result. Its task id is the key.</param>
public sealed record StoredWork(string Digest, WorkResult Result)
{
    /// <summary>Makes the work of a request and its result, as the agent itself would keep it.</summary>
    /// <param name="request">The request; its task id is the result's.</param>
    /// <param name="result">The result, such as that the work was interrupted.</param>
    /// <exception cref="WorkRequestException">The request holds a value that JSON has no type for.</exception>
    public static StoredWork Of(WorkRequest request, WorkResult result)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(result);
        return new(RequestDigest.Of(request, int.MaxValue), result);
    }
}
