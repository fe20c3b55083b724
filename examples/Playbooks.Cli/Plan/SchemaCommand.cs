using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks schema</c>: prints the JSON Schema with which editors complete and check playbooks.</summary>
internal static class SchemaCommand
{
    private const string Description = """
        Prints a JSON Schema (2020-12) of playbooks with all step types, for editors.

        Example:
          playbooks schema > playbook.schema.json
        Then begin a playbook with this line, for editors with the YAML language server:
          # yaml-language-server: $schema=playbook.schema.json
        """;

    public static Command Create(SharedOptions shared)
    {
        Command command = new("schema", Description);
        Session.Act(command, shared, async (session, _, _) =>
        {
            await Console.Out.WriteAsync(session.Engine.WriteSchema());
            return ExitCodes.Success;
        });
        return command;
    }
}
