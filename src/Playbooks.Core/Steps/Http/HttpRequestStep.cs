using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary><c>http.request</c>: sends an HTTP request and outputs the response.</summary>
internal sealed class HttpRequestStep(HttpClients clients) : IStepHandler
{
    public StepDefinition Definition => HttpRequestDefinition.Instance;

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        StepArguments arguments = context.Arguments;
        string address = arguments.GetString("url");
        HttpMethod method;
        try
        {
            // A fault is reported before anything is sent.
            ProtocolText.Require("'url'", address);
            method = HttpMessage.MethodOf(arguments);
        }
        catch (FormatException exception)
        {
            return StepResult.Failed(exception.Message);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            return StepResult.Failed($"'{address}' is not an absolute http or https address");
        }

        if (!TryReadStatuses(arguments, "expected_status", out IReadOnlyList<long> expected))
        {
            return StepResult.Failed("'expected_status' must be a status such as 200, or a list of them");
        }

        if (!TryReadStatuses(arguments, "retry_statuses", out IReadOnlyList<long> again))
        {
            return StepResult.Failed("'retry_statuses' must be a status such as 503, or a list of them");
        }

        if (arguments.ContainsKey("body") && arguments.ContainsKey("body_file"))
        {
            return StepResult.Failed("Give 'body' or 'body_file', not both");
        }

        if (clients.Problem(arguments) is string problem)
        {
            return StepResult.Failed(problem);
        }

        if (!HttpClients.VerifiesTls(arguments))
        {
            context.Log(LogLevel.Warning, $"'verify_tls' is false: any server that answers for {url.Host} is trusted");
        }

        string what = $"{method} {url.GetLeftPart(UriPartial.Path)}";
        try
        {
            using HttpClients.Lease lease = clients.For(method, arguments, context.RootDirectory);
            return await SendAsync(
                lease.Client,
                what,
                method,
                url,
                context,
                expected,
                HttpRetries.Of(arguments, again),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return StepResult.Failed($"{what}: {Innermost(exception).Message}");
        }
        catch (Exception exception)
            when (exception is FormatException or UnauthorizedAccessException or CryptographicException)
        {
            return StepResult.Failed($"{what} cannot be sent: {exception.Message}");
        }
    }

    private static async Task<StepResult> SendAsync(
        HttpClient client,
        string what,
        HttpMethod method,
        Uri url,
        StepContext context,
        IReadOnlyList<long> expected,
        HttpRetries retries,
        CancellationToken cancellationToken)
    {
        long maximumBytes = context.Arguments.GetInteger(
            "max_response_bytes", HttpRequestDefinition.DefaultResponseBytes);
        for (long tries = 1; ; tries++)
        {
            using HttpRequestMessage request = HttpMessage.Make(method, url, context.Arguments, context.RootDirectory);
            using HttpLimit limit = new(context, cancellationToken);
            TimeSpan wait;
            try
            {
                using HttpResponseMessage response = await client.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
                HttpAnswer answer = await HttpAnswer.ReadAsync(
                    response, maximumBytes, limit.Token).ConfigureAwait(false);
                if (retries.After(answer, tries, context) is not TimeSpan delay)
                {
                    return Result(answer, what, maximumBytes, expected, tries, context.Redactor);
                }

                wait = delay;
            }
            catch (OperationCanceledException) when (limit.IsOver)
            {
                return StepResult.Failed(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: not answered within the request_timeout of {limit.Seconds} s"));
            }

            await Task.Delay(wait, context.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private static StepResult Result(
        HttpAnswer answer, string what, long maximumBytes, IReadOnlyList<long> expected, long tries, Redactor redactor)
    {
        if (answer.Body is null)
        {
            return StepResult.Failed(
                string.Create(CultureInfo.InvariantCulture, $"{what} returned more than {maximumBytes:N0} bytes"));
        }

        Dictionary<string, object?> outputs = answer.Outputs(tries);
        string sent = tries == 1 ? what : string.Create(CultureInfo.InvariantCulture, $"{what} (sent {tries} times)");
        return answer.IsOneOf(expected)
            ? StepResult.Completed(outputs)
            : StepResult.Failed(answer.Unexpected(sent, expected, redactor), outputs);
    }

    private static bool TryReadStatuses(StepArguments arguments, string name, out IReadOnlyList<long> statuses)
        => IntegerList.TryRead(arguments.GetValueOrDefault(name), out statuses)
            && statuses.All(status => status is >= 100 and <= 599);

    /// <summary>Finds the innermost exception: only that one describes a fault of a certificate.</summary>
    private static Exception Innermost(Exception exception)
        => exception.InnerException is Exception inner ? Innermost(inner) : exception;
}
