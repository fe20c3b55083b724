namespace Playbooks.Ansible;

/// <summary>The secrets that a request holds.</summary>
internal static class RequestSecrets
{
    /// <summary>Gets the request's redactor, after all secrets of the request are added to it.</summary>
    /// <exception cref="ArgumentException">The extra vars are too deep or too large.</exception>
    public static Redactor RedactorFor(AnsibleRequest request)
    {
        Redactor redactor = request.Redactor ?? new Redactor();
        try
        {
            foreach (AnsibleExtraVars vars in request.AllExtraVars)
            {
                redactor.AddAll(vars.Values);
            }
        }
        catch (TemplateException exception)
        {
            throw new ArgumentException(
                $"The extra vars cannot be taken: {exception.Message}.", nameof(request), exception);
        }

        IEnumerable<object?> secrets =
        [
            request.VaultPassword, request.Become?.Password, request.Connection?.Password,
            .. request.Environment.Values,
        ];
        foreach (Secret secret in secrets.OfType<Secret>())
        {
            redactor.Add(secret);
        }

        return redactor;
    }
}
