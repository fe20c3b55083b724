using System.Text.Json.Serialization;

namespace Quickstart.Gateway;

internal sealed record LoginRequest(string Username, string Password);

internal sealed record LoginResponse(string Session, string Username);

internal sealed record Problem(string Error);

internal sealed record Status(string Name, string State, int Modules, int Restarts);

internal sealed record Module(string Name, string Version, int Bytes, string Sha256);

internal sealed record ApiVersion(int Api);

internal sealed record Terms(string Version, bool Accepted);

internal sealed record Permissions(string[] May);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginResponse))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(Module))]
[JsonSerializable(typeof(ApiVersion))]
[JsonSerializable(typeof(Terms))]
[JsonSerializable(typeof(Permissions))]
internal sealed partial class GatewayJsonContext : JsonSerializerContext;
