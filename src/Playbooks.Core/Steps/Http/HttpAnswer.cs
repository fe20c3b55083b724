using System.Net;
using System.Text;
using System.Text.Json;

namespace Playbooks;

/// <summary>A response with its body, if that is not too long.</summary>
internal sealed class HttpAnswer
{
    private const int LongestQuote = 200;

    private readonly HttpResponseMessage _response;

    private HttpAnswer(HttpResponseMessage response, string? body)
    {
        _response = response;
        Body = body;
    }

    public long Status => (long)_response.StatusCode;

    /// <summary>The body as text; null when it is longer than the limit.</summary>
    public string? Body { get; }

    /// <summary>The time for which the server asks to wait; null when it does not ask.</summary>
    public TimeSpan? RetryAfter(TimeProvider timeProvider)
        => _response.Headers.RetryAfter switch
        {
            { Delta: TimeSpan delta } => delta,
            { Date: DateTimeOffset date }
                => date - timeProvider.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero,
            _ => null,
        };

    public static async Task<HttpAnswer> ReadAsync(
        HttpResponseMessage response, long maximumBytes, CancellationToken cancellationToken)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream bytes = new();
            byte[] buffer = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes.Length + read > maximumBytes)
                {
                    return new HttpAnswer(response, body: null);
                }

                bytes.Write(buffer, 0, read);
            }

            return new HttpAnswer(response, Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        }
    }

    /// <summary>Makes the step's outputs.</summary>
    public Dictionary<string, object?> Outputs(long tries)
    {
        Dictionary<string, object?> headers = new(StringComparer.Ordinal);
        foreach ((string name, IEnumerable<string> values) in _response.Headers.Concat(_response.Content.Headers))
        {
            headers[name.ToLowerInvariant()] = string.Join(", ", values);
        }

        return new(StringComparer.Ordinal)
        {
            ["status"] = Status,
            ["headers"] = headers,
            ["body"] = Body,
            ["json"] = Json(),
            ["tries"] = tries,
        };
    }

    public bool IsOneOf(IReadOnlyList<long> expected)
        => expected.Count == 0 ? _response.IsSuccessStatusCode : expected.Contains(Status);

    /// <summary>Describes a response with an unexpected status. Secrets are masked.</summary>
    public string Unexpected(string what, IReadOnlyList<long> expected, Redactor redactor)
    {
        string wanted = expected.Count == 0 ? "200 to 299" : string.Join(" or ", expected);
        string body = redactor.Mask(Body ?? "");
        string quote = body.Length == 0
            ? ""
            : $": {(body.Length > LongestQuote ? body[..LongestQuote] + "…" : body).ReplaceLineEndings(" ")}";
        HttpStatusCode status = _response.StatusCode;
        return $"{what} returned {(int)status} {_response.ReasonPhrase ?? status.ToString()}, expected {wanted}{quote}";
    }

    private object? Json()
    {
        string? type = _response.Content.Headers.ContentType?.MediaType;
        if (type is null
            || !(type.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
                || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        try
        {
            return PlaybookValues.ParseJson(Body ?? "");
        }
        catch (JsonException)
        {
            // The content type says JSON, but the body is not JSON. Its text is still in 'body'.
            return null;
        }
    }
}
