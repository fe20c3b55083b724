namespace Quickstart.Gateway;

/// <summary>Routes for logging in and out, and the check that a request belongs to a session.</summary>
internal static class SessionRoutes
{
    private const string Header = "X-Session";

    public static void MapSessions(this WebApplication app)
    {
        app.MapPost("/login", (LoginRequest request, GatewayState state) => state.Login(request) is string session
            ? Results.Ok(new LoginResponse(session, request.Username))
            : Results.Json(new Problem("unknown user name or wrong password"), statusCode: StatusCodes.Status401Unauthorized));
        app.MapGet("/session", (HttpContext context, GatewayState state)
            => Results.Ok(new LoginResponse(TokenOf(context), state.Sessions[TokenOf(context)]))).RequireSession();
        app.MapPost("/logout", (HttpContext context, GatewayState state) =>
        {
            state.Sessions.TryRemove(TokenOf(context), out _);
            return Results.NoContent();
        }).RequireSession();
    }

    /// <summary>Answers 401 unless the request has a session.</summary>
    public static void RequireSession(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (invocation, next) =>
    {
        GatewayState state = invocation.HttpContext.RequestServices.GetRequiredService<GatewayState>();
        return state.Sessions.ContainsKey(TokenOf(invocation.HttpContext))
            ? await next(invocation)
            : Results.Json(new Problem($"log in first: {Header} is missing or unknown"), statusCode: StatusCodes.Status401Unauthorized);
    });

    private static string TokenOf(HttpContext context) => context.Request.Headers[Header].ToString();
}
