using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Playbooks.Templates;

namespace Playbooks;

/// <summary><c>http.request</c>: sends an HTTP request and gives what came back.</summary>
internal sealed class HttpRequestStep(Lazy<HttpClient> client) : IStepHandler
{
    private const int MaximumBody = 8 * 1024 * 1024;
    private const int LongestQuote = 200;

    public StepDefinition Definition { get; } = new()
    {
        Type = "http.request",
        Description = "Sends an HTTP request and checks the status of the response.",
        Parameters =
        [
            new() { Name = "url", Required = true, Description = "An absolute http or https address." },
            new() { Name = "method", Default = "GET", Description = "GET, POST, PUT, PATCH, DELETE, HEAD or another." },
            new() { Name = "headers", Type = ParameterType.Dict, Description = "Headers by name." },
            new() { Name = "body", Type = ParameterType.Any, Description = "Text is sent as it is; a list or a map as JSON." },
            new() { Name = "body_file", Type = ParameterType.File, Description = "A file to send as the body, as it is; a relative path is taken from the library's root." },
            new() { Name = "expected_status", Type = ParameterType.Any, Description = "A status, or a list of them; any from 200 to 299 by default." },
        ],
        Outputs =
        [
            new("status", "The status, such as 200.", ParameterType.Integer),
            new("headers", "The headers of the response by name, in lower case.", ParameterType.Dict),
            new("body", "The body as text.", ParameterType.String),
            new("json", "The body as a value, when it is JSON; null otherwise."),
        ],
        Effect = StepEffect.Mutating,
        EffectOf = constants => IsSafe(constants) ? StepEffect.ReadOnly : StepEffect.Mutating,
    };

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        StepArguments arguments = context.Arguments;
        if (!Uri.TryCreate(arguments.GetString("url"), UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            return StepResult.Failed($"'{arguments.GetString("url")}' is no absolute http or https address");
        }

        if (!TryReadExpected(arguments.GetValueOrDefault("expected_status"), out IReadOnlyList<long> expected))
        {
            return StepResult.Failed("'expected_status' must be a status such as 200, or a list of them");
        }

        if (arguments.ContainsKey("body") && arguments.ContainsKey("body_file"))
        {
            return StepResult.Failed("Give 'body' or 'body_file', not both");
        }

        string what = $"{arguments.GetString("method").ToUpperInvariant()} {url.GetLeftPart(UriPartial.Path)}";
        try
        {
            using HttpRequestMessage request = MakeRequest(url, arguments, context.RootDirectory);
            using HttpResponseMessage response = await client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            string? body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
            if (body is null)
            {
                return StepResult.Failed($"{what} returned more than {MaximumBody:N0} bytes");
            }

            long status = (long)response.StatusCode;
            Dictionary<string, object?> outputs = Outputs(response, status, body);
            bool asExpected = expected.Count == 0 ? response.IsSuccessStatusCode : expected.Contains(status);
            return asExpected ? StepResult.Completed(outputs) : StepResult.Failed(Unexpected(what, response, expected, body), outputs);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return StepResult.Failed($"{what}: {exception.InnerException?.Message ?? exception.Message}");
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            return StepResult.Failed($"{what} cannot be sent: {exception.Message}");
        }
    }

    /// <summary>The methods that RFC 9110 calls safe (section 9.2.1). GET is the default; a method that is a template is not known.</summary>
    private static bool IsSafe(IReadOnlyDictionary<string, object?> constants)
        => constants.GetValueOrDefault("method") is string method && method.ToUpperInvariant() is ("GET" or "HEAD" or "OPTIONS" or "TRACE");

    private static HttpRequestMessage MakeRequest(Uri url, StepArguments arguments, string rootDirectory)
    {
        HttpRequestMessage request = new(new HttpMethod(arguments.GetString("method").ToUpperInvariant()), url);
        object? body = arguments.GetValueOrDefault("body");
        if (body is not null)
        {
            bool isJson = body is IReadOnlyDictionary<string, object?> or IReadOnlyList<object?>;
            request.Content = new StringContent(SecretText.Reveal(body).Text, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(isJson ? "application/json" : "text/plain", "utf-8");
        }

        if (arguments.GetStringOrDefault("body_file") is string file)
        {
            // Streamed: a file may be larger than anybody wants to hold in memory. Disposed with the request.
            request.Content = new StreamContent(File.OpenRead(Path.GetFullPath(file, rootDirectory)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        foreach ((string name, object? value) in arguments.GetMap("headers"))
        {
            string text = SecretText.Reveal(value).Text;
            if (string.Equals(name, "content-type", StringComparison.OrdinalIgnoreCase))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(text);
            }
            else if (!request.Headers.TryAddWithoutValidation(name, text))
            {
                throw new FormatException($"'{name}' is no header of a request");
            }
        }

        return request;
    }

    private static bool TryReadExpected(object? given, out IReadOnlyList<long> expected)
    {
        IReadOnlyList<object?> values = given switch
        {
            null => [],
            IReadOnlyList<object?> list => list,
            _ => [given],
        };
        expected = [.. values.OfType<long>()];
        return expected.Count == values.Count && expected.All(status => status is >= 100 and <= 599);
    }

    /// <summary>The body as text, or null when it is longer than the bound.</summary>
    private static async Task<string?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream bytes = new();
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes.Length + read > MaximumBody)
                {
                    return null;
                }

                bytes.Write(buffer, 0, read);
            }

            return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }

    private static Dictionary<string, object?> Outputs(HttpResponseMessage response, long status, string body)
    {
        Dictionary<string, object?> headers = new(StringComparer.Ordinal);
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers))
        {
            headers[name.ToLowerInvariant()] = string.Join(", ", values);
        }

        return new() { ["status"] = status, ["headers"] = headers, ["body"] = body, ["json"] = Json(response, body) };
    }

    private static object? Json(HttpResponseMessage response, string body)
    {
        string? type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !(type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        try
        {
            return PlaybookValues.ParseJson(body);
        }
        catch (JsonException)
        {
            // Announced as JSON and none: its text is still there as 'body'.
            return null;
        }
    }

    private static string Unexpected(string what, HttpResponseMessage response, IReadOnlyList<long> expected, string body)
    {
        string wanted = expected.Count == 0 ? "200 to 299" : string.Join(" or ", expected);
        string quote = body.Length == 0 ? "" : $": {(body.Length > LongestQuote ? body[..LongestQuote] + "…" : body).ReplaceLineEndings(" ")}";
        HttpStatusCode status = response.StatusCode;
        return $"{what} returned {(int)status} {response.ReasonPhrase ?? status.ToString()}, expected {wanted}{quote}";
    }
}
