namespace Quickstart.Gateway;

/// <summary>Routes for the gateway's health and its restart.</summary>
internal static class StatusRoutes
{
    public static void MapGatewayStatus(this WebApplication app)
    {
        app.MapGet("/status", (GatewayState state) => Results.Ok(new Status("demo gateway", "running", state.Modules.Count, state.Restarts)));
        app.MapPost("/restart", (GatewayState state) =>
        {
            state.Restart();
            return Results.Accepted("/status");
        }).RequireSession();
    }
}
