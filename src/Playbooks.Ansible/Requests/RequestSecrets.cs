namespace Playbooks.Ansible;

/// <summary>The secrets that a request holds.</summary>
internal static class RequestSecrets
{
    /// <summary>A redactor that knows all secrets of the request.</summary>
    public static Redactor RedactorFor(AnsibleRequest request)
    {
        Redactor redactor = new();
        redactor.AddAll(request.ExtraVars);
        IEnumerable<object?> secrets =
        [
            request.VaultPassword, request.Become?.Password, request.Connection?.Password, .. request.Environment.Values,
        ];
        foreach (Secret secret in secrets.OfType<Secret>())
        {
            redactor.Add(secret);
        }

        return redactor;
    }
}
