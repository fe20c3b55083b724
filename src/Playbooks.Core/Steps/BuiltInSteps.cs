namespace Playbooks;

/// <summary>The step types that every engine has.</summary>
internal static class BuiltInSteps
{
    public static IReadOnlyList<IStepHandler> Create(PlaybookEngineOptions options)
        => [new LogStep(), new SleepStep(), new SetVariableStep(), new FailStep(), new HttpRequestStep(options.HttpClient is HttpClient given ? new(() => given) : new(MakeHttpClient))];

    /// <summary>One for all runs of an engine, made at its first request: planning needs no network; its connections are renewed, so that a changed address is noticed. It follows no redirect: a header with a secret is for the host that was named.</summary>
    private static HttpClient MakeHttpClient()
        => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false, AllowAutoRedirect = false })
        {
            // The step's own time limit counts.
            Timeout = Timeout.InfiniteTimeSpan,
        };
}
