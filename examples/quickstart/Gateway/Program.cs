using Quickstart.Gateway;

// A small gateway to try playbooks on. It keeps everything in memory, and loses it when it ends.
//   GATEWAY_USERNAME=admin GATEWAY_PASSWORD=secret gateway --urls http://127.0.0.1:0
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton(new GatewayState(
    Environment.GetEnvironmentVariable("GATEWAY_USERNAME") ?? "admin",
    Environment.GetEnvironmentVariable("GATEWAY_PASSWORD") ?? "admin"));
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJsonContext.Default));

WebApplication app = builder.Build();
app.MapGatewayStatus();
app.MapSessions();
app.MapModules();
app.MapTerms();

await app.StartAsync();
// With port 0 the system chooses a port; the program that started this one reads it here.
Console.WriteLine($"gateway listening on {app.Urls.First()}");
await app.WaitForShutdownAsync();
