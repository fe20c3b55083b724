using System.Net.Http.Headers;
using System.Text;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Makes the request of an <c>http.request</c> step: a new one for each try.</summary>
internal static class HttpMessage
{
    /// <exception cref="FormatException">A header or the method cannot be sent.</exception>
    /// <exception cref="IOException">The body's file cannot be read.</exception>
    public static HttpRequestMessage Make(Uri url, StepArguments arguments, string rootDirectory)
    {
        HttpRequestMessage request = new(new HttpMethod(arguments.GetString("method").ToUpperInvariant()), url);
        try
        {
            SetBody(request, arguments, rootDirectory);
            SetHeaders(request, arguments.GetMap("headers"));
            return request;
        }
        catch
        {
            request.Dispose();
            throw;
        }
    }

    private static void SetBody(HttpRequestMessage request, StepArguments arguments, string rootDirectory)
    {
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
    }

    private static void SetHeaders(HttpRequestMessage request, IReadOnlyDictionary<string, object?> headers)
    {
        foreach ((string name, object? value) in headers)
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
    }
}
