using Playbooks;
using Playbooks.CrashHost;
using Playbooks.Storage;

// CrashHost LIBRARY DATABASE LOG run            runs root.yaml; stops at every point, says where, and goes on when it
// is told to CrashHost LIBRARY DATABASE LOG resume ID [ADDRESS=done|again ...] CrashHost ansible REPOSITORY BACKEND
// TIMES [env.NAME=VALUE | NAME=VALUE ...]    runs Ansible so often, the latter as extra vars
if (args[0] == "ansible")
{
    ILookup<bool, string[]> settings = args.Skip(4).Select(setting => setting.Split('=', 2)).ToLookup(parts => parts[0].StartsWith("env.", StringComparison.Ordinal));
    await AnsibleRuns.RunAsync(
        args[1],
        args[2],
        int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture),
        settings[true].ToDictionary(parts => parts[0][4..], parts => (object)parts[1]),
        settings[false].ToDictionary(parts => parts[0], parts => (object?)parts[1]));
    return;
}

// CrashHost warm REPOSITORY MARK                    runs site.yml there through the warm backend
if (args[0] == "warm")
{
    await WarmRun.RunAsync(args[1], args[2]);
    return;
}

// CrashHost canary REPOSITORY BACKEND PROGRAM FILE SECONDS    runs site.yml there with the secrets of standard input
if (args[0] == "canary")
{
    await CanaryRequest.RunAsync(args[1], args[2], args[3], args[4], int.Parse(args[5], System.Globalization.CultureInfo.InvariantCulture));
    return;
}

// CrashHost engine LIBRARY DATABASE [ID]    runs root.yaml with the built-in steps, or resumes a run of it
if (args[0] == "engine")
{
    await EngineRun.RunAsync(args[1], args[2], args.ElementAtOrDefault(3));
    return;
}

string log = args[2];
bool stops = args[3] == "run";
Points points = new(stops);
await using SqlExecutionStore store = SqlExecutionStore.Sqlite(args[1]);
PlaybookEngine engine = new(new PlaybookLibrary(args[0]), new PlaybookEngineOptions
{
    ExecutionStore = new StoppingStore(store, points),
    Steps = [new StoppingStep("crash.do", StepEffect.Mutating, log, points), new StoppingStep("crash.look", StepEffect.ReadOnly, log, points)],
});
try
{
    PlaybookRun run = stops
        ? engine.CreateRun((await engine.PlanAsync("root.yaml")).EnsurePlanned())
        : await engine.ResumeAsync(args[4], new ResumeOptions
        {
            Decisions = args.Skip(5).Select(decision => decision.Split('=')).ToDictionary(parts => parts[0], parts => parts[1] == "done" ? StepDecision.Done() : StepDecision.RunAgain),
        });
    Console.WriteLine($"run {run.ExecutionId}");
    ExecutionReport report = await run.RunAsync();
    Console.WriteLine($"ended {report.Status}");
}
catch (RunInDoubtException doubt)
{
    Console.WriteLine($"doubt {string.Join(' ', doubt.Addresses)}");
}
catch (PlaybookException exception)
{
    Console.WriteLine($"refused {exception.Message}");
}
