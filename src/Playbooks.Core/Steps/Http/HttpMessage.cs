using System.Net.Http.Headers;
using System.Text;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Creates the requests of an <c>http.request</c> step, a new one for each try.</summary>
internal static class HttpMessage
{
    /// <exception cref="FormatException">A header cannot be sent.</exception>
    /// <exception cref="IOException">The body's file cannot be read.</exception>
    public static HttpRequestMessage Make(HttpMethod method, Uri url, StepArguments arguments, string rootDirectory)
    {
        HttpRequestMessage request = new(method, url);
        try
        {
            SetBody(request, arguments, rootDirectory);
            SetHeaders(request, arguments.GetMap("headers"));

            // When the server closes the connection without an answer, the client repeats a request without a content
            // up to three times, whatever its method (dotnet/runtime#86714). An empty content prevents that.
            request.Content ??= IsSafe(method.Method) ? null : new ByteArrayContent([]);
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>Tells if RFC 9110 calls a method safe (section 9.2.1), so that a request may be sent twice.</summary>
    public static bool IsSafe(string method) => method.ToUpperInvariant() is "GET" or "HEAD" or "OPTIONS" or "TRACE";

    /// <summary>Gets the method, in upper case.</summary>
    /// <exception cref="FormatException">The method is not a token of RFC 9110.</exception>
    public static HttpMethod MethodOf(StepArguments arguments)
    {
        string method = arguments.GetString("method").ToUpperInvariant();
        ProtocolText.Require("'method'", method);
        try
        {
            return new HttpMethod(method);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new FormatException($"'method' is '{method}', which is not a method of HTTP", exception);
        }
    }

    private static void SetBody(HttpRequestMessage request, StepArguments arguments, string rootDirectory)
    {
        object? body = arguments.GetValueOrDefault("body");
        if (body is not null)
        {
            bool isJson = body is IReadOnlyDictionary<string, object?> or IReadOnlyList<object?>;
            request.Content = new StringContent(SecretText.Reveal(body).Text, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(
                isJson ? "application/json" : "text/plain", "utf-8");
        }

        if (arguments.GetStringOrDefault("body_file") is string file)
        {
            // Streamed, since the file may be larger than the memory. The request disposes of it.
            request.Content = new StreamContent(File.OpenRead(Path.GetFullPath(file, rootDirectory)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }
    }

    private static void SetHeaders(HttpRequestMessage request, IReadOnlyDictionary<string, object?> headers)
    {
        foreach ((string name, object? value) in headers)
        {
            string text = SecretText.Reveal(value).Text;
            ProtocolText.Require($"The value of the header '{name}'", text);
            if (string.Equals(name, "content-type", StringComparison.OrdinalIgnoreCase))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(text);
            }
            else if (!request.Headers.TryAddWithoutValidation(name, text))
            {
                throw new FormatException($"'{name}' is not a header of a request");
            }
        }
    }
}
