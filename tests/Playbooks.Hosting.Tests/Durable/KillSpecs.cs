namespace Playbooks.Hosting.Tests.Durable;

/// <summary>A process with a run is killed at every point of it; another process goes on, at once.</summary>
public sealed class KillSpecs : IDisposable
{
    // Each with a history of its own: nearly all of the time is the processes' own start.
    private const int Lanes = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playbooks-kill-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = Limit)]
    public async Task Nothing_runs_twice_and_nothing_is_lost_wherever_it_is_killed()
    {
        await WriteLibraryAsync();

        int[] points = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(KillEverywhereAsync));

        // Before and after each of eight writes, at the beginning and the end of each of seven steps, and around the whole.
        points.Max().ShouldBeGreaterThan(20);
    }

    private async Task<int> KillEverywhereAsync(int lane)
    {
        int point = lane;
        for (bool isAtEnd = false; !isAtEnd; point += Lanes)
        {
            File.Delete(Log(lane));
            (string executionId, string? where) = await KillAtAsync(lane, point);
            isAtEnd = where is null;
            string[] done = Lines(lane);

            string said = await ResumeAsync(lane, executionId);
            if (said.StartsWith("doubt ", StringComparison.Ordinal))
            {
                // Whoever looks at the world sees whether it was done: it says so in a line of its own.
                string address = said["doubt ".Length..];
                address.ShouldNotContain(" ");
                address.ShouldNotContain("look");
                said = await ResumeAsync(lane, executionId, $"{address}={(done.Contains(address) ? "done" : "again")}");
            }

            said.ShouldBe(isAtEnd ? $"refused Run '{executionId}' has ended: there is nothing to resume. Rerun it from a step, or run the playbook anew." : "ended Completed", $"killed at {where}");
            string[] lines = Lines(lane);
            lines.Distinct(StringComparer.Ordinal).ShouldBe(["a", "nest/x", "nest/look", "nest/y", "each[1]", "each[2]", "tidy"], $"killed at {where}");
            // Only what may be repeated was, and only where it was under way.
            lines.Where(line => line != "nest/look").ShouldBeUnique($"killed at {where}");
            lines.Count(line => line == "nest/look").ShouldBeLessThanOrEqualTo(where == "at end nest/look" || where == "at write" ? 2 : 1, $"killed at {where}");
        }

        return point;
    }

    [Fact(Timeout = Limit)]
    public async Task Of_two_processes_that_resume_a_run_one_wins()
    {
        await WriteLibraryAsync();
        (string executionId, _) = await KillAtAsync(0, 1);

        string[] said = await Task.WhenAll(ResumeAsync(0, executionId), ResumeAsync(0, executionId), ResumeAsync(0, executionId));

        said.Count(one => one == "ended Completed").ShouldBe(1, string.Join('\n', said));
        said.Count(one => one.StartsWith($"refused Run '{executionId}' ", StringComparison.Ordinal)).ShouldBe(2, string.Join('\n', said));
        Lines(0).ShouldBeUnique();
    }

    private async Task WriteLibraryAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "child.yaml"), """
            name: Child
            steps:
              - { id: x, type: crash.do }
              - { id: look, type: crash.look }
              - { id: y, type: crash.do }
            """, Token);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "root.yaml"), """
            name: Root
            steps:
              - { id: a, type: crash.do }
              - { id: nest, type: playbook.run, parameters: { playbook: child.yaml } }
              - { id: each, type: crash.do, for_each: [1, 2] }
            finally:
              - { id: tidy, type: crash.do }
            """, Token);
        PlaybookEngine engine = new(new PlaybookLibrary(_folder.FullName), new PlaybookEngineOptions { Steps = [new Named("crash.do"), new Named("crash.look")] });
        await engine.VerifyAsync("child.yaml", new Verification { By = "test" }, Token);
    }

    /// <returns>The run, and where its process was when it was killed; null when it had come to its end.</returns>
    private async Task<(string ExecutionId, string? Where)> KillAtAsync(int lane, int point)
    {
        using KilledProcess process = new(_folder.FullName, History(lane), Log(lane), "run");
        string executionId = (await process.SaysAsync(Token))!["run ".Length..];
        for (int passed = 0; ; passed++)
        {
            string? where = await process.SaysAsync(Token);
            if (where?.StartsWith("at ", StringComparison.Ordinal) != true)
            {
                where.ShouldBe("ended Completed");
                return (executionId, null);
            }

            if (passed == point)
            {
                await process.KillAsync(Token);
                return (executionId, where);
            }

            await process.GoOnAsync();
        }
    }

    private async Task<string> ResumeAsync(int lane, string executionId, params string[] decisions)
    {
        using KilledProcess process = new([_folder.FullName, History(lane), Log(lane), "resume", executionId, .. decisions]);
        string last = "";
        while (await process.SaysAsync(Token) is string said)
        {
            last = said;
        }

        return last;
    }

    private string Log(int lane) => Path.Combine(_folder.FullName, $"log-{lane}.txt");

    private string History(int lane) => Path.Combine(_folder.FullName, $"history-{lane}.db");

    private string[] Lines(int lane) => File.Exists(Log(lane)) ? File.ReadAllLines(Log(lane)) : [];

    /// <summary>Planning needs no more.</summary>
    private sealed class Named(string type) : IStepHandler
    {
        public StepDefinition Definition { get; } = new() { Type = type, Description = "Writes a line." };

        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
