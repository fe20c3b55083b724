namespace Playbooks.Hosting.Tests.Durable;

/// <summary>A process with a run is killed at every point of it; another process goes on, at once.</summary>
public sealed class KillSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playbooks-kill-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder.FullName, "log.txt");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 300_000)]
    public async Task Nothing_runs_twice_and_nothing_is_lost_wherever_it_is_killed()
    {
        await WriteLibraryAsync();
        int point = 0;
        for (bool isAtEnd = false; !isAtEnd; point++)
        {
            File.Delete(Log);
            (string executionId, string? where) = await KillAtAsync(point);
            isAtEnd = where is null;
            string[] done = Lines();

            string said = await ResumeAsync(executionId);
            if (said.StartsWith("doubt ", StringComparison.Ordinal))
            {
                // Whoever looks at the world sees whether it was done: it says so in a line of its own.
                string address = said["doubt ".Length..];
                address.ShouldNotContain(" ");
                address.ShouldNotContain("look");
                said = await ResumeAsync(executionId, $"{address}={(done.Contains(address) ? "done" : "again")}");
            }

            said.ShouldBe(isAtEnd ? $"refused Run '{executionId}' has ended: there is nothing to resume. Rerun it from a step, or run the playbook anew." : "ended Completed", $"killed at {where}");
            string[] lines = Lines();
            lines.Distinct(StringComparer.Ordinal).ShouldBe(["a", "nest/x", "nest/look", "nest/y", "each[1]", "each[2]", "tidy"], $"killed at {where}");
            // Only what may be repeated was, and only where it was under way.
            lines.Where(line => line != "nest/look").ShouldBeUnique($"killed at {where}");
            lines.Count(line => line == "nest/look").ShouldBeLessThanOrEqualTo(where == "at end nest/look" || where == "at write" ? 2 : 1, $"killed at {where}");
        }

        // Before and after each of eight writes, at the beginning and the end of each of seven steps, and around the whole.
        point.ShouldBeGreaterThan(20);
    }

    [Fact(Timeout = 120_000)]
    public async Task Of_two_processes_that_resume_a_run_one_wins()
    {
        await WriteLibraryAsync();
        (string executionId, _) = await KillAtAsync(1);

        string[] said = await Task.WhenAll(ResumeAsync(executionId), ResumeAsync(executionId), ResumeAsync(executionId));

        said.Count(one => one == "ended Completed").ShouldBe(1, string.Join('\n', said));
        said.Count(one => one.StartsWith($"refused Run '{executionId}' ", StringComparison.Ordinal)).ShouldBe(2, string.Join('\n', said));
        Lines().ShouldBeUnique();
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
    private async Task<(string ExecutionId, string? Where)> KillAtAsync(int point)
    {
        using KilledProcess process = new(_folder.FullName, Path.Combine(_folder.FullName, "history.db"), Log, "run");
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

    private async Task<string> ResumeAsync(string executionId, params string[] decisions)
    {
        using KilledProcess process = new([_folder.FullName, Path.Combine(_folder.FullName, "history.db"), Log, "resume", executionId, .. decisions]);
        string last = "";
        while (await process.SaysAsync(Token) is string said)
        {
            last = said;
        }

        return last;
    }

    private string[] Lines() => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    /// <summary>Planning needs no more.</summary>
    private sealed class Named(string type) : IStepHandler
    {
        public StepDefinition Definition { get; } = new() { Type = type, Description = "Writes a line." };

        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
