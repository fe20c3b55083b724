namespace Playbooks;

/// <summary>The definition of <c>http.request</c>.</summary>
internal static class HttpRequestDefinition
{
    public const long DefaultResponseBytes = 8 * 1024 * 1024;

    private const double LongestWait = 86_400;

    public static StepDefinition Instance { get; } = new()
    {
        Type = "http.request",
        Description = "Sends an HTTP request and checks the status of the response.",
        Parameters =
        [
            new() { Name = "url", Required = true, Description = "An absolute http or https address." },
            new() { Name = "method", Default = "GET", Description = "GET, POST, PUT, PATCH, DELETE, HEAD or another." },
            new() { Name = "headers", Type = ParameterType.Dict, Description = "Headers by name." },
            new()
            {
                Name = "body",
                Type = ParameterType.Any,
                Description = "Text is sent as it is; a list or a map as JSON.",
            },
            new()
            {
                Name = "body_file",
                Type = ParameterType.File,
                Description = "A file to send as the body, as it is; a relative path is taken from the library's root.",
            },
            new()
            {
                Name = "expected_status",
                Type = ParameterType.Any,
                Description = "A status, or a list of them; any from 200 to 299 by default.",
            },
            new()
            {
                Name = "request_timeout",
                Type = ParameterType.Float,
                Minimum = 0.001,
                Maximum = LongestWait,
                Description =
                    "Seconds for each try, from connecting to the last byte of the response. By default only the "
                        + "step's own time limit counts.",
            },
            new()
            {
                Name = "retry_statuses",
                Type = ParameterType.Any,
                Description = "A status, or a list of them, with which the request is sent again, such as [429, 503].",
            },
            new()
            {
                Name = "retry_count",
                Type = ParameterType.Integer,
                Default = 3L,
                Minimum = 0,
                Maximum = 100,
                Description = "The most times that it is sent again; 3 by default.",
            },
            new()
            {
                Name = "retry_delay",
                Type = ParameterType.Float,
                Default = 1.0,
                Minimum = 0,
                Maximum = LongestWait,
                Description =
                    "Seconds before it is sent again, unless the response says when in Retry-After; 1 by default.",
            },
            new()
            {
                Name = "max_retry_after",
                Type = ParameterType.Float,
                Default = 60.0,
                Minimum = 0,
                Maximum = LongestWait,
                Description =
                    "The longest Retry-After, in seconds, that is waited for. If the server asks for more, the request "
                        + "is not sent again. 60 by default.",
            },
            new()
            {
                Name = "max_response_bytes",
                Type = ParameterType.Integer,
                Default = DefaultResponseBytes,
                Minimum = 1,
                Maximum = 256 * 1024 * 1024,
                Description = "The largest body of a response that is taken; 8 MiB by default, at most 256 MiB.",
            },
            new()
            {
                Name = "verify_tls",
                Type = ParameterType.Boolean,
                Default = true,
                Description = "True, the default, to check the server's certificate; false to accept any.",
            },
            new()
            {
                Name = "ca_file",
                Type = ParameterType.File,
                Description = "The certificates (PEM) of the authorities to trust, in place of the system's.",
            },
            new()
            {
                Name = "client_certificate_file",
                Type = ParameterType.File,
                Description = "The client's certificate (PEM).",
            },
            new()
            {
                Name = "client_key_file",
                Type = ParameterType.File,
                Description =
                    "The private key (PEM) of the client's certificate; by default in the certificate's own file.",
            },
        ],
        Outputs =
        [
            new("status", "The status, such as 200.", ParameterType.Integer),
            new("headers", "The headers of the response by name, in lower case.", ParameterType.Dict),
            new("body", "The body as text.", ParameterType.String),
            new("json", "The body as a value, when it is JSON; null otherwise."),
            new("tries", "The number of times that the request was sent.", ParameterType.Integer),
        ],
        Effect = StepEffect.Mutating,
        EffectOf = constants => IsSafe(constants) ? StepEffect.ReadOnly : StepEffect.Mutating,
    };

    /// <summary>
    /// Tells if the method is safe by RFC 9110 (section 9.2.1). GET is the default; a method from a template is not
    /// known.
    /// </summary>
    private static bool IsSafe(IReadOnlyDictionary<string, object?> constants)
        => constants.GetValueOrDefault("method") is string method && HttpMessage.IsSafe(method);
}
