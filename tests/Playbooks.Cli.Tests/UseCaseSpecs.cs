using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary>The use cases of <c>examples/use-cases</c>, run by the program against real gateways, say what their README says.</summary>
public sealed partial class UseCaseSpecs
{
    private static readonly string Folder = Checkout.PathOf("examples", "use-cases");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("complete_setup", "")]
    [InlineData("complete_setup", "--expand")]
    [InlineData("test_suite", "")]
    [InlineData("test_suite", "--expand")]
    public async Task A_use_case_says_what_is_expected(string playbook, string view)
    {
        using GatewayProcess gateway = await GatewayProcess.StartAsync(Token);

        CliResult result = (await RunAsync([$"{playbook}.yaml", "-p", $"gateway_url={gateway.Url}", .. view.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).ShouldExitWith(0);

        await ShouldBeExpectedAsync(result, view.Length > 0 ? $"{playbook}.expanded.txt" : $"{playbook}.txt");
    }

    [Fact(Timeout = Limit)]
    public async Task Thirteen_and_five_steps_are_two()
    {
        using GatewayProcess gateway = await GatewayProcess.StartAsync(Token);

        JsonElement report = (await RunAsync("complete_setup.yaml", "-p", $"gateway_url={gateway.Url}", "--format", "json")).ShouldExitWith(0).Json;

        Steps(report).ShouldBe(["Log in to the gateway: completed", "Upload the metrics module: completed"]);
        JsonElement[] nested = [.. report.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("nested").GetProperty("steps"))];
        nested.Select(steps => steps.GetArrayLength()).ShouldBe([13, 5]);
        // A gateway that is as it should be gives no reason to stop: those three steps are skipped.
        nested.Select(Completed).ShouldBe([10, 5]);
        report.GetRawText().ShouldNotContain(GatewayProcess.Password);
    }

    [Fact(Timeout = Limit)]
    public async Task A_suite_goes_on_after_a_test_that_fails_and_names_it()
    {
        // Its version 1.0 of the module 'probe' has other content than the test that owns it uploads.
        using GatewayProcess gateway = await GatewayProcess.StartAsync(Token);
        await UploadProbeAsync(gateway);

        JsonElement report = (await RunAsync("test_suite.yaml", "-p", $"gateway_url={gateway.Url}", "--format", "json")).ShouldExitWith(0).Json;

        Steps(report).ShouldBe(["Login is guarded: completed", "Logout ends the session: completed", "A version is final: failed"]);
        report.GetProperty("outputs").GetProperty("version").GetString().ShouldBe("failed");
    }

    [Fact(Timeout = Limit)]
    public async Task One_of_many_gateways_fails_and_the_others_are_set_up()
    {
        using Fleet fleet = await Fleet.StartAsync(Token);

        CliResult result = (await RunAsync("many_gateways.yaml", "-p", fleet.Parameter)).ShouldExitWith(0);
        await ShouldBeExpectedAsync(result, "many_gateways.txt");

        CliResult expanded = (await RunAsync("many_gateways.yaml", "-p", fleet.Parameter, "--expand")).ShouldExitWith(0);
        // They run side by side: which one is done first is nobody's promise.
        string[] ends = [.. expanded.OutputLines.Where(line => Iteration().IsMatch(line)).Select(line => Iteration().Match(line)).Select(match => $"{match.Groups["city"].Value} {match.Groups["status"].Value.Trim()}")];
        ends.Order(StringComparer.Ordinal).ShouldBe(["berlin OK", "lisbon OK", "oslo FAILED", "paris OK", "rome OK"]);

        JsonElement report = (await RunAsync("many_gateways.yaml", "-p", fleet.Parameter, "--format", "json")).ShouldExitWith(0).Json;
        Iterations(report).ShouldBe(["deploy[berlin]: completed", "deploy[lisbon]: completed", "deploy[oslo]: failed", "deploy[paris]: completed", "deploy[rome]: completed"]);
        JsonElement outputs = report.GetProperty("steps")[0].GetProperty("outputs");
        (outputs.GetProperty("count").GetInt64(), outputs.GetProperty("failed_count").GetInt64()).ShouldBe((5, 1));
    }

    [Fact(Timeout = Limit)]
    public async Task Or_the_first_gateway_that_fails_ends_it()
    {
        using Fleet fleet = await Fleet.StartAsync(Token);

        CliResult result = (await RunAsync("many_gateways_or_none.yaml", "-p", fleet.Parameter)).ShouldExitWith(1);
        await ShouldBeExpectedAsync(result, "many_gateways_or_none.txt");

        JsonElement report = (await RunAsync("many_gateways_or_none.yaml", "-p", fleet.Parameter, "--format", "json")).ShouldExitWith(1).Json;
        Iterations(report).ShouldBe(["deploy[berlin]: completed", "deploy[lisbon]: completed", "deploy[oslo]: failed", "deploy[paris]: pending", "deploy[rome]: pending"]);
    }

    private static Task<CliResult> RunAsync(params string[] arguments) => Support.CliLibrary.RunInAsync(Folder, ["run", .. arguments], GatewayProcess.Credential);

    /// <summary>As the file says, and as the README shows it: but for times and ports, which differ from run to run.</summary>
    private static async Task ShouldBeExpectedAsync(CliResult result, string file)
    {
        string expected = await File.ReadAllTextAsync(Path.Combine(Folder, "expected", file), Token);
        Normalized(result.Output).ShouldBe(expected, result.Error);
        if (!file.Contains("expanded", StringComparison.Ordinal))
        {
            Normalized(await File.ReadAllTextAsync(Path.Combine(Folder, "README.md"), Token)).ShouldContain(expected);
        }
    }

    private static string Normalized(string text) => RunId().Replace(Port().Replace(Time().Replace(text, "0.0 s"), "127.0.0.1:PORT"), "(run ID)");

    private static string[] Steps(JsonElement report) => [.. report.GetProperty("steps").EnumerateArray().Select(step => $"{step.GetProperty("name")}: {step.GetProperty("status")}")];

    private static string[] Iterations(JsonElement report)
        => [.. report.GetProperty("steps")[0].GetProperty("iterations").EnumerateArray().Select(one => $"{one.GetProperty("address")}: {one.GetProperty("status")}")];

    private static int Completed(JsonElement steps) => steps.EnumerateArray().Count(step => step.GetProperty("status").GetString() == "completed");

    private static async Task UploadProbeAsync(GatewayProcess gateway)
    {
        using HttpClient client = new() { BaseAddress = new Uri(gateway.Url) };
        using StringContent login = new($$"""{"username":"demo","password":"{{GatewayProcess.Password}}"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage session = await client.PostAsync("/login", login, Token);
        client.DefaultRequestHeaders.Add("X-Session", JsonDocument.Parse(await session.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("session").GetString());
        using StringContent content = new("somebody else's");
        using HttpResponseMessage uploaded = await client.PutAsync("/modules/probe/1.0", content, Token);
        uploaded.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [GeneratedRegex(@"(?<=\(|after )\d+\.\d s", RegexOptions.None, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"\(run [0-9a-f]{32}\)", RegexOptions.None, 1000)]
    private static partial Regex RunId();

    [GeneratedRegex(@"127\.0\.0\.1:\d+", RegexOptions.None, 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"^\[(?<status>  OK  |FAILED)\]   Deploy to every gateway \[(?<city>\w+)\]", RegexOptions.None, 1000)]
    private static partial Regex Iteration();

    /// <summary>Five gateways, of which the one in Oslo is down: its port is taken, and nobody listens.</summary>
    private sealed class Fleet : IDisposable
    {
        private readonly List<GatewayProcess> _gateways = [];
        private readonly Socket _down = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public string Parameter { get; private set; } = "";

        public static async Task<Fleet> StartAsync(CancellationToken cancellationToken)
        {
            Fleet fleet = new();
            try
            {
                fleet._down.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                List<string> pairs = [];
                foreach (string city in (string[])["berlin", "lisbon", "oslo", "paris", "rome"])
                {
                    pairs.Add($"\"{city}\":\"{(city == "oslo" ? $"http://{fleet._down.LocalEndPoint}" : await fleet.AddAsync(cancellationToken))}\"");
                }

                fleet.Parameter = $"gateways={{{string.Join(',', pairs)}}}";
                return fleet;
            }
            catch
            {
                fleet.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            _gateways.ForEach(gateway => gateway.Dispose());
            _down.Dispose();
        }

        private async Task<string> AddAsync(CancellationToken cancellationToken)
        {
            GatewayProcess gateway = await GatewayProcess.StartAsync(cancellationToken);
            _gateways.Add(gateway);
            return gateway.Url;
        }
    }
}
