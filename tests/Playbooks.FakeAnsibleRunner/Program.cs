using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Playbooks.FakeAnsibleRunner;

// Without a runner's options it is ansible-playbook.
if (!args.Contains("--project-dir"))
{
    return await FakePlaybook.RunAsync(args);
}

// Plays ansible-runner: takes the same command line, writes the same files. What it does besides stands in a file 'scenario.json'
// of the repository, as the environment that it gets is built and not the test's own. It records how it was called there too.
if (args is ["--offline", ..])
{
    return await PlayLintAsync();
}

Dictionary<string, string> options = [];
for (int at = 0; at < args.Length; at++)
{
    if (args[at].Split('=', 2) is [var name, var value] && name.StartsWith("--", StringComparison.Ordinal))
    {
        options[name] = value;
    }
    else if (args[at] is "-p" or "-i" or "--project-dir" or "--artifact-dir")
    {
        options[args[at]] = args[++at];
    }
}

string repository = options["--project-dir"];
string ident = options["-i"];
string artifacts = Path.Combine(options["--artifact-dir"], ident);
string events = Path.Combine(artifacts, "job_events");
string scenarioFile = Path.Combine(repository, "scenario.json");
JsonNode scenario = File.Exists(scenarioFile) ? JsonNode.Parse(await File.ReadAllTextAsync(scenarioFile))! : new JsonObject();
string Scenario(string name, string fallback) => scenario[name]?.ToString() ?? fallback;

await FakeCall.RecordAsync(
    args,
    Path.Combine(args[1], "extravars0.json"),
    new JsonObject { ["settings"] = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(args[1], "env", "settings"))) },
    repository);

if (Scenario("crash", "") is { Length: > 0 } crash)
{
    await Console.Error.WriteLineAsync(crash);
    return 1;
}

Directory.CreateDirectory(events);
await File.WriteAllTextAsync(Path.Combine(artifacts, "command"), "the whole environment");
await File.WriteAllTextAsync(Path.Combine(artifacts, "stdout"), Scenario("stdout", "PLAY RECAP\n"));
string recorded = Path.Combine(repository, "events.jsonl");
if (File.Exists(recorded))
{
    await foreach (string line in File.ReadLinesAsync(recorded))
    {
        JsonNode next = JsonNode.Parse(line)!;
        next["runner_ident"] = ident;
        await File.WriteAllTextAsync(Path.Combine(events, $"{next["counter"]}-{next["uuid"]}.json"), next.ToJsonString());
    }

    await File.WriteAllTextAsync(Path.Combine(events, "12345678-0000-partial.json"), "{\"uuid\":");
    await File.WriteAllTextAsync(Path.Combine(events, "999999-garbage.json"), Scenario("garbage", "not json"));
}

switch (Scenario("hang", ""))
{
    case "polite":
        await HangAsync();
        break;
    case "stubborn":
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true))
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true))
        {
            FakeCall.StartChild(Scenario("mark", "300"));
            await HangAsync();
        }

        break;
    default:
        break;
}

string result = Scenario("rc", "0");
await File.WriteAllTextAsync(Path.Combine(artifacts, "status"), result == "0" ? "successful" : "failed");
await File.WriteAllTextAsync(Path.Combine(artifacts, "rc"), result);
return int.TryParse(result, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exitCode) ? exitCode : 0;

async Task HangAsync()
{
    await File.WriteAllTextAsync(Path.Combine(repository, "hanging"), "");
    await Task.Delay(Timeout.Infinite);
}

// Plays ansible-lint, which starts in the repository: prints what stands in 'lint.json' there.
async Task<int> PlayLintAsync()
{
    JsonObject lintCall = new()
    {
        ["arguments"] = new JsonArray([.. args.Select(argument => JsonValue.Create(argument))]),
        ["cache"] = Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
    };
    await File.WriteAllTextAsync("lint-call.json", lintCall.ToJsonString());
    if (File.Exists("lint-hang"))
    {
        await File.WriteAllTextAsync("hanging", "");
        await Task.Delay(Timeout.Infinite);
    }

    if (File.Exists("lint-error"))
    {
        await Console.Error.WriteLineAsync(await File.ReadAllTextAsync("lint-error"));
        return 1;
    }

    string findings = File.Exists("lint.json") ? await File.ReadAllTextAsync("lint.json") : "[]";
    await Console.Out.WriteAsync(findings);
    return findings == "[]" ? 0 : 2;
}
