using System.Text;

namespace Playbooks.Tests;

/// <summary>Real files, damaged: whatever becomes of them, reading and planning give diagnostics and no exception.</summary>
public sealed class FuzzTests
{
    private const string EveryKey = """
        name: "Every key"
        version: 1.0
        description: |
          Two lines with {{ braces }}
          and 'quotes'
        domain: d
        group: g
        verified: false
        x-free: &anchor { a: 1 }
        parameters:
          - { name: hosts, type: list, items: string, default: [web-1, web-2], min: 1, max: 10 }
          - { name: mode, enum: [fast, safe], default: fast, description: "How" }
          - { name: token, secret: true, pattern: '[a-z]+\d*', default: abc1 }
          - { name: size, type: float, min: 0.5, max: 1e3, required: true }
          - { name: map, type: dict, default: { k: [1, ~, true] } }
          - { name: file, type: file }
          - { name: login, type: credential, default: admin }
        steps:
          - id: first
            name: First
            description: >-
              folded
              text
            type: utility.set_variable
            when: "parameter.mode == 'fast' and not (1 > 2)"
            timeout: 1.5
            retry_count: 3
            retry_delay: 0.5
            retry_backoff: exponential
            on_failure: rollback
            parameters: { name: v, value: "{{ parameter.hosts | join(', ') | upper }} {{ credential.admin.password ~ 'x' }}" }
            rollback:
              - { id: undo, type: utility.log, parameters: { message: "{{ step.first.value | default('') }}" } }
          - id: loop
            type: http.request
            for_each: "{{ parameter.hosts }}"
            max_parallel: 2
            continue_on_error: true
            parameters:
              url: 'http://{{ item }}/{{ loop.index0 + 1 }}'
              headers: { A: "{{ variable.v }}", B: "\u00e9\n{{ execution.id }}" }
              body: *anchor
            rollback:
              - { id: undo2, type: utility.log, when: "item != 'x'", parameters: { message: "{{ step.loop.status }} {{ [1, 2][0] }}" } }
          - { id: call, type: playbook.run, parameters: { playbook: child.yaml, p: "{{ step.loop.results[-1]['status'] | int }}" } }
        outputs:
          count: "{{ step.loop.count }}"
          all: ["{{ step.call }}", { deep: "{{ parameter.map.k | first }}" }]
        metadata: { author: me, tags: [a, b] }
        """;

    public static TheoryData<string, int> Files
    {
        get
        {
            TheoryData<string, int> files = [];
            string[] paths = [.. Directory.EnumerateFiles(Checkout.PathOf("examples"), "*.y*ml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Checkout.Root, path)).Order(StringComparer.Ordinal), ""];
            foreach (string path in paths)
            {
                files.Add(path, 1);
                files.Add(path, 2);
            }

            return files;
        }
    }

    [Fact]
    public async Task Plan_EveryKey_HasNoErrors()
    {
        using TemporaryLibrary library = await LibraryAsync();

        (await library.PlanAsync(EveryKey)).Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["PB1017"]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Plan_DamagedFiles_NeverThrows(string file, int seed)
    {
        byte[] original = file.Length == 0 ? Encoding.UTF8.GetBytes(EveryKey) : await File.ReadAllBytesAsync(Checkout.PathOf(file), TestContext.Current.CancellationToken);
        using TemporaryLibrary library = await LibraryAsync();
        PlaybookEngine engine = library.Engine();
        Random random = new(seed);
        for (int i = 0; i < 250; i++)
        {
            byte[] damaged = Damage(original, random);
            string what = $"seed {seed}, round {i}: {Encoding.UTF8.GetString(damaged)}";
            library.Write("root.yaml", damaged);
            // An exception would name neither the seed nor the round.
            PlanningResult? result = null;
            await Should.NotThrowAsync(async () => result = await engine.PlanAsync("root.yaml", TestContext.Current.CancellationToken), what);
            (result!.Plan is null).ShouldBe(result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), what);
        }
    }

    private static async Task<TemporaryLibrary> LibraryAsync()
    {
        TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Playbook("- { id: say, type: utility.log, parameters: { message: '{{ parameter.p }}' } }", "- { name: p, type: integer }"));
        await library.VerifyAsync("child.yaml");
        return library;
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int edits = random.Next(1, 5); edits > 0 && bytes.Count > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            int length = random.Next(1, Math.Min(40, bytes.Count - at) + 1);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes[at] = (byte)" \n:-{}[]'\"#&*!|>%@`\t,?"[random.Next(22)];
                    break;
                default:
                    // A whole line, moved: what is indented under something else.
                    int end = bytes.IndexOf((byte)'\n', at);
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, (end < 0 ? bytes.Count : end + 1) - at));
                    break;
            }
        }

        return [.. bytes];
    }
}
