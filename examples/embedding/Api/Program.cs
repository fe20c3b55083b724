using System.Text.Json;
using Embedding.Api;
using Playbooks.Hosting;

// Takes work over HTTP: POST /work, GET /runs/{id}, GET /runs/{id}/events, GET /health, GET /openapi/v1.json.
// It listens on loopback and authenticates nobody: put it behind your own authentication before others can reach it.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddPlaybooks(builder.Configuration.GetSection("Playbooks"))
    .AddAnsible()
    .AddAgent()
    .AddSqliteStore();
builder.Services.AddHealthChecks().AddPlaybooks();
builder.Services.AddProblemDetails();
// It logs each address as it was sent, control characters included.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
builder.Services.AddRequestGuards(builder.Configuration);
builder.Services.AddOpenApi();
// Requests and results have the same names here as on a message bus.
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);

WebApplication app = builder.Build();
app.UseRequestGuards();
app.MapOpenApi();
app.MapHealthChecks("/health");
app.MapWork();
app.MapRuns();

await app.StartAsync();
// With port 0 the system chooses a port; the program that started this one reads it here.
Console.WriteLine($"listening on {app.Urls.First()}");
await app.WaitForShutdownAsync();
