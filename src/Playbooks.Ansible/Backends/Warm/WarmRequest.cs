using System.Diagnostics;
using System.Text.Json;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>One run in the form that a keeper takes.</summary>
/// <param name="RunId">The id that marks the processes of the run.</param>
/// <param name="Invocation">The checked request.</param>
/// <param name="Interpreter">Ansible's script and its Python.</param>
/// <param name="Environment">The whole environment of the run.</param>
/// <param name="Key">The key of the server that the run needs.</param>
internal sealed record WarmRequest(
    string RunId,
    AnsibleInvocation Invocation,
    PythonInterpreter Interpreter,
    IReadOnlyDictionary<string, string> Environment,
    WarmKey Key)
{
    private const string TraceParent = "TRACEPARENT";

    /// <summary>Makes the request; null when a warm Ansible might behave differently from a new one.</summary>
    public static WarmRequest? TryMake(AnsibleInvocation invocation, string runId)
    {
        if (!OperatingSystem.IsLinux()
            || invocation.Options.KeepBackgroundProcesses
            || !WarmArguments.AreSafe(invocation.Request.ExtraArguments))
        {
            return null;
        }

        Dictionary<string, string> environment = AnsibleEnvironment.Build(invocation);
        if (PythonInterpreter.Find(invocation.Options.PlaybookProgram, environment) is not { } interpreter)
        {
            return null;
        }

        HashSet<string> secret =
            [.. invocation.Request.Environment.Where(entry => entry.Value is Secret).Select(entry => entry.Key)];
        if (WarmKey.Of(environment, secret, interpreter, invocation.Repository.Root) is not { } key)
        {
            return null;
        }

        environment[EventSocket.IdentVariable] = runId;
        environment[EventSocket.Variable] = invocation.Directory.EventSocket;
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: string id })
        {
            environment.TryAdd(TraceParent, id);
        }

        return new WarmRequest(runId, invocation, interpreter, environment, key);
    }

    /// <summary>Writes the files that the run reads.</summary>
    public async Task WriteFilesAsync()
    {
        await Invocation.WriteFilesAsync().ConfigureAwait(false);
        await CallbackPlugin.WriteAsync(Invocation.Directory).ConfigureAwait(false);
    }

    /// <summary>Removes these files, because the run goes to another backend, which writes its own.</summary>
    public void RemoveFiles()
    {
        RunDirectory directory = Invocation.Directory;
        foreach (string file in directory.InputFiles)
        {
            File.Delete(file);
        }

        if (Directory.Exists(directory.Plugins))
        {
            Directory.Delete(directory.Plugins, recursive: true);
        }
    }

    /// <summary>Writes the request as the keeper reads it.</summary>
    public byte[] ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("grace", Invocation.Options.GracePeriod.TotalSeconds);
            writer.WriteStartObject("traces");
            writer.WriteString("in_commands", AnsibleProcess.Traces.InCommands);
            writer.WriteString("parent", AnsibleProcess.Traces.Parent);
            writer.WriteString("names", AnsibleProcess.Traces.Names);
            writer.WriteEndObject();
            writer.WriteString("folder", Invocation.Directory.Root);
            writer.WriteString("directory", Invocation.Repository.Root);
            writer.WriteString("local_temp", Invocation.Directory.LocalTemp);
            writer.WriteString("plugins", Invocation.Directory.Plugins);
            writer.WriteString("program", Interpreter.Script);
            writer.WriteStartArray("arguments");
            foreach (string argument in Invocation.Arguments().Concat(Invocation.Playbooks))
            {
                writer.WriteStringValue(argument);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("environment");
            foreach ((string name, string value) in Environment)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
