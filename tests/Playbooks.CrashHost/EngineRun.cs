using Microsoft.Extensions.Logging;
using Playbooks.Storage;

namespace Playbooks.CrashHost;

/// <summary>Runs <c>root.yaml</c> with the built-in steps, to be killed meanwhile, or resumes it.</summary>
internal static class EngineRun
{
    public static async Task RunAsync(string library, string database, string? executionId)
    {
        await using SqlExecutionStore store = SqlExecutionStore.Sqlite(database);
        PlaybookEngine engine = new(new PlaybookLibrary(library), new PlaybookEngineOptions { ExecutionStore = store });
        PlaybookRun run = executionId is null
            ? engine.CreateRun((await engine.PlanAsync("root.yaml")).EnsurePlanned())
            : await engine.ResumeAsync(executionId);
        Console.WriteLine($"run {run.ExecutionId}");
        IAsyncEnumerable<ExecutionEvent> events = run.Events();
        Task<ExecutionReport> ending = run.RunAsync();
        await foreach (ExecutionEvent happened in events)
        {
            if (happened is StepLogged { Level: LogLevel.Warning } said)
            {
                Console.WriteLine($"warning {said.Message}");
            }
        }

        Console.WriteLine($"ended {(await ending).Status}");
    }
}
