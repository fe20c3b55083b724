using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks verify</c>: approves playbooks, so that they can be used as steps.</summary>
internal static class VerifyCommand
{
    private const string Description = """
        Approves the exact content of playbooks, and of all playbooks below them, so that they can be used as steps.

        Several playbooks are verified in the given order, so name nested ones before those that use them.
        The command stops at the first playbook that has errors; those before it stay verified.

        With --require-run, a playbook is verified only if the history has a completed run with exactly that content.
        That run is recorded as proof.

        Example:
          playbooks verify gateway_login.yaml module_upload.yaml --note "Tried on the test gateway"
        """;

    public static Command Create(SharedOptions shared)
    {
        Argument<string[]> playbooks = new("PLAYBOOK")
        {
            Description = "The playbooks: files, or their paths from the library's root.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> by = new("--by")
        {
            HelpName = "NAME",
            Description = "The name of the approver. Default: the name of the user at this machine.",
            DefaultValueFactory = _ => Environment.UserName,
        };
        Option<string?> note = new("--note") { HelpName = "TEXT", Description = "A note about the approval." };
        Option<string?> run = new("--run") { HelpName = "ID", Description = "The run that proved it: the execution_id of its report." };
        Option<bool> requireRun = new("--require-run") { Description = "Refuse a playbook without a completed run in the history with exactly this content. Without --run, the newest such run counts." };
        HistoryOptions history = new();
        Command command = new("verify", Description) { playbooks, by, note, run, requireRun };
        history.AddTo(command);
        Session.BindPlanning(command, shared, async (session, parsed, cancellationToken) =>
        {
            Playbooks.Verification verification = new() { By = parsed.GetValue(by), Note = parsed.GetValue(note), Run = parsed.GetValue(run), RequireRun = parsed.GetValue(requireRun) };
            if (verification.RequireRun)
            {
                HistoryFile file = history.Find(parsed, session.Folder);
                verification = verification.Run is string named
                    ? verification with { Run = (await RunReference.FindAsync(session, file, named, cancellationToken)).ExecutionId }
                    : session.UseHistory(file, begin: false) ? verification
                    : throw new NotProvenException(parsed.GetRequiredValue(playbooks)[0], $"nothing is proved: the history '{file.FilePath}' was not begun yet; run the playbooks, then verify them");
            }

            return await VerifyAsync(session, parsed.GetRequiredValue(playbooks), verification, cancellationToken);
        });
        return command;
    }

    private static async Task<int> VerifyAsync(Session session, string[] arguments, Playbooks.Verification verification, CancellationToken cancellationToken)
    {
        List<(string Path, VerificationRecord Record)> verified = [];
        foreach (string path in arguments.Select(session.Folder.PathOf).ToList())
        {
            VerificationRecord record = await session.Engine.VerifyAsync(path, verification, cancellationToken);
            verified.Add((path, record));
            await session.Text.WriteLineAsync($"{PrintableText.Line(path)}: verified as revision {record.Revision}");
        }

        if (session.IsJson)
        {
            JsonOutput.Write(writer => JsonOutput.WriteArray(writer, "verified", verified, static (writer, one) =>
            {
                writer.WriteString("path", one.Path);
                one.Record.WriteJson(writer);
            }));
        }

        return ExitCodes.Success;
    }
}
