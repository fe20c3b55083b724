using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Playbooks.Ansible;
using Playbooks.Storage;

namespace Playbooks.Acceptance.Tests.Secrets;

/// <summary>A journalled nest with real programs that do their best to give its secrets away, and a search through everything that was written.</summary>
public sealed class LeakSpecs
{
    private const string Password = "Canary-Pa55/word+of&the vault";
    private const string Given = "canary-parameter-8c41";

    private const string Child = """
        name: Child
        parameters:
          - { name: given, secret: true, required: true }
        steps:
          - id: python
            type: utility.python
            on_failure: continue
            parameters:
              variables: { password: "{{ credential.vault.password }}" }
              script: |
                import base64, sys, urllib.parse
                print("TOKEN=" + variables["password"])
                print(base64.b64encode(("root:" + variables["password"]).encode()).decode())
                print(urllib.parse.quote(variables["password"], safe=""), file=sys.stderr)
                set_variable("copied", "is " + variables["password"])
                raise RuntimeError("quotes " + variables["password"])
          - { id: copy, type: utility.set_variable, parameters: { name: whole, value: "{{ 'is ' ~ credential.vault.password }}" } }
          - { id: fail, type: utility.fail, on_failure: continue, parameters: { message: "it was {{ parameter.given }} and {{ variable.whole }}" } }
          - id: ansible
            type: ansible.run
            on_failure: continue
            parameters: { repository: ansible, playbook: leak.yml, extra_vars: { password: "{{ credential.vault.password }}", given: "{{ parameter.given }}" } }
        outputs:
          given: "{{ parameter.given }}"
        """;

    private const string Root = """
        name: Root
        parameters:
          - { name: given, secret: true, required: true }
        steps:
          - id: echo
            type: utility.command
            parameters: { program: cat, input: "stdin {{ credential.vault.password }}\n{{ parameter.given }}" }
          - { id: nest, type: playbook.run, parameters: { playbook: child.yaml, given: "{{ parameter.given }}" } }
          - { id: loop, type: utility.log, for_each: ["{{ parameter.given }}"], parameters: { message: "{{ item }} {{ step.nest.given }}" } }
          - { id: last, type: utility.fail, parameters: { message: "{{ step.echo.stdout }}" } }
        """;

    private const string AnsibleLeak = """
        - hosts: localhost
          connection: local
          gather_facts: false
          tasks:
            - { name: Print, ansible.builtin.debug: { msg: "{{ password }} {{ given }} {{ password | b64encode }}" } }
            - { name: Echo, ansible.builtin.command: { argv: [cat], stdin: "{{ password }}" }, changed_when: false }
            - { name: Quote, ansible.builtin.fail: { msg: "it was {{ password }}, that is {{ password | urlencode }}" } }
        """;

    [Fact(Timeout = Limit)]
    public async Task What_a_journalled_nest_writes_holds_no_secret()
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        CollectingLogger<PlaybookEngine> log = new();
        ConcurrentQueue<string> spans = new();
        using ActivityListener listener = Listen(spans);
        using TemporaryLibrary library = new();
        string history = Path.Combine(library.OutsideDirectory, "history.db");
        using SqlExecutionStore store = SqlExecutionStore.Sqlite(history);
        library.Options = new PlaybookEngineOptions
        {
            Logger = log,
            ExecutionStore = store,
            Steps = [new AnsibleRunStep(new AnsibleExecutorOptions { ArtifactDirectory = Path.Combine(library.OutsideDirectory, "artifacts") })],
            Credentials = new InMemoryCredentialProvider(new Credential { Name = "vault", Password = new Secret(Password) }),
        };
        library.Write("child.yaml", Child).Write("root.yaml", Root).Write("ansible/leak.yml", AnsibleLeak);
        await library.VerifyAsync("child.yaml");
        PlaybookRun run = library.Engine().CreateRun((await library.Engine().PlanAsync("root.yaml", TestContext.Current.CancellationToken)).EnsurePlanned(), new Dictionary<string, object?> { ["given"] = Given });
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);

        ExecutionReport report = await run.RunAsync(TestContext.Current.CancellationToken);

        StringBuilder seen = new();
        seen.AppendLine(report.ToJson()).AppendLine(report.ToString()).AppendJoin('\n', spans).AppendJoin('\n', log.Entries.Select(entry => entry.Message));
        await foreach (ExecutionEvent happened in events)
        {
            seen.AppendLine(happened.ToString()).AppendLine((happened as StepLogged)?.Message).AppendLine((happened as StepFinished)?.Report.Error);
        }

        seen.Append((await library.Engine().History.GetReportAsync(run.ExecutionId, TestContext.Current.CancellationToken))!.ToJson());
        // It went as far as it should have: what did not happen cannot leak.
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Completed, StepStatus.Completed, StepStatus.Completed, StepStatus.Failed], report.ToJson());
        StepReport ansible = report.Steps[1].Nested!.Steps[^1];
        ansible.Error.ShouldNotBeNull().ShouldContain("Quote", customMessage: report.ToJson());
        spans.ShouldContain(span => span.Contains("nest/ansible", StringComparison.Ordinal));
        new FileInfo(history).Length.ShouldBeGreaterThan(0);
        foreach (string form in Forms())
        {
            seen.ToString().Contains(form, StringComparison.Ordinal).ShouldBeFalse($"'{form}' was shown");
            Machine.FilesHolding(form, since, library.OutsideDirectory, Path.GetTempPath()).ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> Forms()
    {
        foreach (string secret in (string[])[Password, Given])
        {
            yield return secret;
            yield return Uri.EscapeDataString(secret);
            yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
            yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"root:{secret}"));
        }
    }

    private static ActivityListener Listen(ConcurrentQueue<string> spans)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "Playbooks",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => spans.Enqueue($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
