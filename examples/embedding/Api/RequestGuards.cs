using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Embedding.Api;

/// <summary>Keeps pages in a user's browser from using this API, which has no authentication.</summary>
internal static class RequestGuards
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Accepts only the host names on which it listens, or those of the setting <c>AllowedHosts</c>.</summary>
    /// <remarks>
    /// Any other name that leads here is an attack (DNS rebinding), with which a page reads data of another origin.
    /// </remarks>
    public static void AddRequestGuards(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHostFiltering(_ => { });
        services.AddOptions<HostFilteringOptions>().Configure<IServer>((options, server) =>
        {
            options.AllowEmptyHosts = false;
            string? allowed = configuration["AllowedHosts"];
            options.AllowedHosts = allowed?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } names
                ? [.. names]
                : [.. Loopback, .. ListensOn(server)];
        });
    }

    /// <summary>Refuses other host names, and changes that a page of another origin requests.</summary>
    public static void UseRequestGuards(this IApplicationBuilder app)
    {
        app.UseHostFiltering();
        app.Use(next => context => IsForeignChange(context.Request) ? RefuseAsync(context) : next(context));
    }

    /// <summary>
    /// Requires a body of a type that browsers send to another origin only after a preflight request.
    /// </summary>
    public static RouteHandlerBuilder RequireJson(this RouteHandlerBuilder route)
        => route.AddEndpointFilter((context, next) => context.HttpContext.Request.HasJsonContentType()
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem("Content-Type must be application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType)));

    private static bool IsForeignChange(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return false;
        }

        string origin = request.Headers.Origin.ToString();
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return (origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            || site is not ("" or "same-origin" or "none");
    }

    private static Task RefuseAsync(HttpContext context)
        => TypedResults.Problem("A page of another origin must not change anything here.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);

    private static IEnumerable<string> ListensOn(IServer server)
        => (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            .Select(address => BindingAddress.Parse(address).Host)
            .Where(host => host is not ("*" or "+" or "0.0.0.0" or "[::]"));
}
