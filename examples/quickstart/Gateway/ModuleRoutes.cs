using System.Security.Cryptography;

namespace Quickstart.Gateway;

/// <summary>The modules that were uploaded.</summary>
internal static class ModuleRoutes
{
    private const int MaximumBytes = 1024 * 1024;

    public static void MapModules(this WebApplication app)
    {
        app.MapGet("/modules/{name}", (string name, GatewayState state) => state.Modules.TryGetValue(name, out Module? module)
            ? Results.Ok(module)
            : Results.NotFound(new Problem($"there is no module '{name}'"))).RequireSession();
        app.MapPut("/modules/{name}/{version}", UploadAsync).RequireSession();
    }

    /// <summary>
    /// Uploads a version, which never changes: the same bytes again are fine, other bytes are a conflict.
    /// </summary>
    private static async Task<IResult> UploadAsync(string name, string version, HttpRequest request, GatewayState state, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or 0 or > MaximumBytes)
        {
            return Results.BadRequest(new Problem($"a module has 1 to {MaximumBytes} bytes"));
        }

        byte[] bytes = new byte[request.ContentLength.Value];
        await request.Body.ReadExactlyAsync(bytes, cancellationToken);
        Module uploaded = new(name, version, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Module? before = state.Modules.GetValueOrDefault(name);
        if (before?.Version == version)
        {
            return before == uploaded ? Results.Ok(uploaded) : Results.Conflict(new Problem($"version {version} of '{name}' exists already, with other content"));
        }

        state.Modules[name] = uploaded;
        return Results.Created($"/modules/{name}", uploaded);
    }
}
