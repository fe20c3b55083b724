using System.Text;

namespace Playbooks.Benchmarks;

/// <summary>Events as a run of 50 hosts makes them, in both shapes: a task starts, then each host starts and ends it.</summary>
public static class RecordedEvents
{
    public const string Ident = "5f1c2d3e4b5a69788796a5b4c3d2e1f0";

    private const int Hosts = 50;

    public static byte[] Make(string shape, int count)
    {
        StringBuilder lines = new();
        for (int at = 0; at < count; at++)
        {
            int task = at / (2 * Hosts);
            int host = at / 2 % Hosts;
            lines.Append(shape == "runner" ? Runner(at, task, host) : Compact(at, task, host)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static string Runner(int at, int task, int host)
    {
        string head = $$"""{"uuid": "8c1645ad-50d7-{{at % 9000 + 1000}}-9a0d-0242ac110002", "counter": {{at + 1}}, "stdout": "{{(at % 2 == 0 ? "" : $@"\u001b[0;33mchanged: [web-{host:00}]\u001b[0m")}}", "start_line": {{at}}, "end_line": {{at + 1}}, "runner_ident": "{{Ident}}", """;
        string common = $$$"""
            "pid": 4711, "created": "2024-01-01T00:00:00.029033", "parent_uuid": "00000000-0000-4000-8000-000000000003", "event_data": {"playbook": "site.yml", "playbook_uuid": "4c1645ad-50d7-4c3b-9a0d-0242ac110002", "play": "Web tier", "play_uuid": "0242ac11-0002-7ad0-52a7-000000000006", "play_pattern": "web", "task": "Install the package {{{task}}}", "task_uuid": "0242ac11-0002-7ad0-52a7-{{{task:000000000000}}}", "task_action": "ansible.builtin.command", "resolved_action": "ansible.builtin.command", "task_args": "", "task_path": "/project/roles/web/tasks/main.yml:6", "host": "web-{{{host:00}}}", "uuid": "8c1645ad-50d7-4c3b-9a0d-0242ac110002"
            """;
        return at % 2 == 0
            ? $$$"""{{{head}}}"event": "runner_on_start", {{{common}}}}}"""
            : $$$"""{{{head}}}"event": "runner_on_ok", {{{common}}}, "remote_addr": "10.0.0.{{{host}}}", "res": {"changed": {{{(at % 3 == 0 ? "true" : "false")}}}, "stdout": "package {{{task}}} is already the newest version\\n0 upgraded, 0 newly installed", "stderr": "", "rc": 0, "cmd": ["apt-get", "install", "-y", "nginx"], "start": "2024-01-01 00:00:00.000000", "end": "2024-01-01 00:00:00.003609", "delta": "0:00:00.003609", "msg": "", "invocation": {"module_args": {"_raw_params": "apt-get install -y nginx", "_uses_shell": false, "stdin_add_newline": true, "argv": null, "chdir": null, "executable": null, "creates": null}}, "stdout_lines": ["package is already the newest version"], "stderr_lines": [], "_ansible_no_log": false}, "start": "2024-01-01T00:00:00.024115", "end": "2024-01-01T00:00:00.056411", "duration": 0.032296, "event_loop": null}}""";
    }

    private static string Compact(int at, int task, int host)
    {
        string head = $$"""{"uuid":"{{at + 1}}","counter":{{at + 1}},"runner_ident":"{{Ident}}",""";
        return at % (2 * Hosts) == 0
            ? $$$"""{{{head}}}"event":"playbook_on_task_start","event_data":{"name":"Install the package {{{task}}}","task_uuid":"0242ac11-0002-7ad0-52a7-{{{task:000000000000}}}","task_action":"ansible.builtin.command","task_path":"/project/roles/web/tasks/main.yml:6"}}"""
            : $$$"""{{{head}}}"event":"runner_on_ok","counted":[["web-{{{host:00}}}","ok",1]{{{(at % 3 == 0 ? $@",[""web-{host:00}"",""changed"",1]" : "")}}}],"event_data":{"duration":0.032296,"host":"web-{{{host:00}}}","task":"Install the package {{{task}}}","task_uuid":"0242ac11-0002-7ad0-52a7-{{{task:000000000000}}}","task_action":"ansible.builtin.command","res":{"changed":{{{(at % 3 == 0 ? "true" : "false")}}} } } }""";
    }
}
