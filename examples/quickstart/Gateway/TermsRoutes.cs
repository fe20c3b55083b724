namespace Quickstart.Gateway;

/// <summary>
/// Routes for the gateway's API version, its terms of use, which must be accepted once, and the user's rights.
/// </summary>
internal static class TermsRoutes
{
    private const string Version = "2026-01";

    public static void MapTerms(this WebApplication app)
    {
        app.MapGet("/version", () => Results.Ok(new ApiVersion(Api: 2)));
        app.MapGet("/terms", (GatewayState state) => Results.Ok(new Terms(Version, state.TermsAccepted))).RequireSession();
        app.MapPost("/terms", (Terms terms, GatewayState state) =>
        {
            if (terms.Version != Version)
            {
                return Results.Conflict(new Problem($"the terms in force are those of {Version}"));
            }

            state.TermsAccepted = true;
            return Results.Ok(new Terms(Version, Accepted: true));
        }).RequireSession();
        app.MapGet("/permissions", () => Results.Ok(new Permissions(["upload", "restart"]))).RequireSession();
    }
}
