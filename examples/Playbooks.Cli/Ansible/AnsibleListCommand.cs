using System.CommandLine;
using System.Text.Json;
using Playbooks.Ansible;

namespace Playbooks.Cli;

/// <summary>
/// <c>playbooks ansible list-hosts</c>, <c>list-tasks</c> and <c>syntax-check</c>: shows what Ansible would do.
/// </summary>
internal static class AnsibleListCommand
{
    public static Command Hosts()
    {
        Command command = new("list-hosts", "Lists the hosts that each play would run on. No task runs.\n\nExample:\n  playbooks ansible list-hosts site.yml --limit web") { SharedOptions.TextFirst() };
        AnsibleCommand.Bind(command, new AnsibleOptions(), async (executor, request, parsed, cancellationToken) =>
            await WriteAsync(await executor.ListHostsAsync(request, cancellationToken), SharedOptions.IsJson(parsed)));
        return command;
    }

    public static Command Tasks()
    {
        Command command = new("list-tasks", "Lists the tasks that each play would run. No task runs.\n\nExample:\n  playbooks ansible list-tasks site.yml --tags install") { SharedOptions.TextFirst() };
        AnsibleCommand.Bind(command, new AnsibleOptions(), async (executor, request, parsed, cancellationToken) =>
            await WriteAsync(await executor.ListTasksAsync(request, cancellationToken), SharedOptions.IsJson(parsed)));
        return command;
    }

    public static Command SyntaxCheck()
    {
        Command command = new("syntax-check", "Lets Ansible check the syntax of an Ansible playbook and its imports. No task runs.\n\nExample:\n  playbooks ansible syntax-check site.yml") { SharedOptions.TextFirst() };
        AnsibleCommand.Bind(command, new AnsibleOptions(), async (executor, request, parsed, cancellationToken) =>
        {
            AnsibleSyntaxCheck check = await executor.SyntaxCheckAsync(request, cancellationToken);
            if (SharedOptions.IsJson(parsed))
            {
                JsonOutput.Write(check.WriteJson);
            }
            else
            {
                foreach (string error in check.Errors)
                {
                    await Console.Error.WriteLineAsync($"error: {PrintableText.Line(error)}");
                }

                await Console.Out.WriteAsync(check.IsValid ? $"{PrintableText.Line(request.Playbook)}: valid\n" : "");
            }

            return check.IsValid ? ExitCodes.Success : ExitCodes.Invalid;
        });
        return command;
    }

    /// <summary>Writes plays as a property of the open object.</summary>
    public static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<AnsiblePlay> plays)
        => JsonOutput.WriteArray(writer, "plays", plays, static (writer, play) => play.WriteJson(writer));

    /// <summary>Writes plays for people: a line for each play, with its hosts and tasks below.</summary>
    public static void WriteText(TextWriter output, IReadOnlyList<AnsiblePlay> plays, string indent)
    {
        foreach (AnsiblePlay play in plays)
        {
            string pattern = play.HostPattern == play.Name ? "" : $" ({play.HostPattern})";
            output.Write($"{indent}{PrintableText.Line($"{play.Name}{pattern}")}\n");
            foreach (string host in play.Hosts)
            {
                output.Write($"{indent}  host {PrintableText.Line(host)}\n");
            }

            foreach (AnsibleTask task in play.Tasks)
            {
                string tags = task.Tags.Count == 0 ? "" : $" [{string.Join(", ", task.Tags)}]";
                output.Write($"{indent}  task {PrintableText.Line($"{task.Name}{tags}")}\n");
            }
        }
    }

    private static Task<int> WriteAsync(IReadOnlyList<AnsiblePlay> plays, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(writer => WriteJson(writer, plays));
        }
        else
        {
            WriteText(Console.Out, plays, "");
        }

        return Task.FromResult(ExitCodes.Success);
    }
}
