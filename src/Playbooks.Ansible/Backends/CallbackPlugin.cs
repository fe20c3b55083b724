namespace Playbooks.Ansible.Backends;

/// <summary>The callback plugin that reports events from inside Ansible. Its file is in the run's private folder, and
/// is removed with it.</summary>
internal static class CallbackPlugin
{
    /// <summary>The plugin's name in Ansible.</summary>
    public const string Name = "playbooks_events";

    private const string FileName = $"{Name}.py";

    /// <summary>Writes the plugin into the run's folder.</summary>
    public static async Task WriteAsync(RunDirectory directory)
    {
        RunDirectory.CreatePrivate(directory.Plugins);
        Stream source = typeof(CallbackPlugin).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"The resource '{FileName}' is missing.");
        await using (source.ConfigureAwait(false))
        {
            byte[] content = new byte[source.Length];
            await source.ReadExactlyAsync(content).ConfigureAwait(false);
            await RunDirectory.WriteFileAsync(
                Path.Combine(directory.Plugins, FileName), content, CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Makes Ansible load the plugin, beside the callback plugins of the project and the user.</summary>
    /// <param name="environment">Ansible's environment.</param>
    /// <param name="directory">The run's folder.</param>
    /// <param name="config">The project's configuration.</param>
    /// <param name="ident">The run's id, which each of its records carries.</param>
    public static void AddTo(
        IDictionary<string, string> environment, RunDirectory directory, AnsibleConfig config, string ident)
    {
        string others = config.CallbackFolders;
        environment["ANSIBLE_STDOUT_CALLBACK"] = Name;
        environment["ANSIBLE_CALLBACK_PLUGINS"] = others.Length == 0
            ? directory.Plugins
            : $"{directory.Plugins}:{others}";
        environment[EventSocket.Variable] = directory.EventSocket;
        environment[EventSocket.IdentVariable] = ident;
    }
}
