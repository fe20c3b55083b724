using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Playbooks.FakeAnsibleRunner;

/// <summary>Plays ansible-playbook with our callback plugin: sends the recorded events through the socket, and does what the scenario says.</summary>
internal static partial class FakePlaybook
{
    // Null where nothing is to run, or where a warm Ansible was told in another way.
    private static string? Plugins => Environment.GetEnvironmentVariable("ANSIBLE_CALLBACK_PLUGINS")?.Split(':')[0];

    public static async Task<int> RunAsync(string[] args)
    {
        // Ansible starts in the repository.
        JsonNode scenario = File.Exists("scenario.json") ? JsonNode.Parse(await File.ReadAllTextAsync("scenario.json"))! : new JsonObject();
        string Scenario(string name, string fallback = "") => scenario[name]?.ToString() ?? fallback;
        await FakeCall.RecordAsync(args, args.FirstOrDefault(argument => argument.StartsWith('@'))?[1..], new JsonObject
        {
            ["plugin_mode"] = FakeCall.ModeOf(Plugins is null ? null : Path.Combine(Plugins, "playbooks_events.py")),
            ["plugin_folder_mode"] = FakeCall.ModeOf(Plugins),
        });

        await Console.Out.WriteAsync(Scenario("stdout"));
        await Console.Out.FlushAsync();
        await Console.Error.WriteAsync(Scenario("stderr"));
        using Socket? events = Scenario("connect", "true") == "true" ? await SendAsync(Scenario("garbage"), Scenario("statistics", "true") == "true") : null;

        if (Scenario("flood") is { Length: > 0 } megabytes)
        {
            await FloodAsync(int.Parse(megabytes, CultureInfo.InvariantCulture));
        }

        if (Scenario("kill") is { Length: > 0 } signal)
        {
            _ = Kill(Environment.ProcessId, int.Parse(signal, CultureInfo.InvariantCulture));
            await Task.Delay(Timeout.Infinite);
        }

        if (Scenario("hang").Length > 0)
        {
            using PosixSignalRegistration? stubborn = Scenario("hang") == "stubborn" ? PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true) : null;
            using PosixSignalRegistration? polite = stubborn is null ? PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(99)) : null;
            if (stubborn is not null)
            {
                FakeCall.StartChild(Scenario("mark", "300"));
            }

            await File.WriteAllTextAsync("hanging", "");
            await Task.Delay(Timeout.Infinite);
        }

        return int.Parse(Scenario("rc", "0"), CultureInfo.InvariantCulture);
    }

    private static async Task<Socket> SendAsync(string garbage, bool statistics)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable("PLAYBOOKS_EVENTS")!));
        if (File.Exists("events.jsonl"))
        {
            await foreach (string line in File.ReadLinesAsync("events.jsonl"))
            {
                JsonNode next = JsonNode.Parse(line)!;
                next["runner_ident"] = Environment.GetEnvironmentVariable("PLAYBOOKS_RUN");
                if (statistics || next["event"]!.ToString() != "playbook_on_stats")
                {
                    await socket.SendAsync(Encoding.UTF8.GetBytes(garbage + next.ToJsonString() + "\n"));
                }
            }
        }

        return socket;
    }

    private static async Task FloodAsync(int megabytes)
    {
        string line = new('x', 1023);
        for (int i = 0; i < megabytes * 1024; i++)
        {
            await Console.Out.WriteLineAsync(line);
        }

        await Console.Error.WriteLineAsync("[WARNING]: that was much");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
