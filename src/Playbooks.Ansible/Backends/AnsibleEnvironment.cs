using System.Collections;

namespace Playbooks.Ansible.Backends;

/// <summary>Builds Ansible's environment. Other variables of this process are not passed on.</summary>
internal static class AnsibleEnvironment
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // Ansible, ssh and Python need these of the user and the machine. Variables that begin with ANSIBLE_ are passed as
    // well.
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "VIRTUAL_ENV",
        "SSH_AUTH_SOCK", "KRB5CCNAME", "XDG_RUNTIME_DIR",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
        "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
    ];

    /// <summary>Builds the environment of a run.</summary>
    public static Dictionary<string, string> Build(AnsibleInvocation invocation)
        => Build(invocation.Directory, environment =>
    {
        foreach ((string name, string value) in invocation.Options.Environment)
        {
            environment[name] = value;
        }

        foreach ((string name, object value) in invocation.Request.Environment)
        {
            environment[name] = value is Secret secret ? secret.Reveal() : (string)value;
        }

        if (invocation.ConfigFile is not null)
        {
            environment["ANSIBLE_CONFIG"] = invocation.ConfigFile;
        }

        if (invocation.Request.CollectionsPath.Count > 0)
        {
            environment["ANSIBLE_COLLECTIONS_PATH"] = string.Join(
                ':', invocation.Request.CollectionsPath.Select(invocation.Repository.Absolute));
            environment.Remove("ANSIBLE_COLLECTIONS_PATHS");
        }
    });

    /// <summary>Builds the environment of any of Ansible's programs.</summary>
    /// <param name="directory">The folder for the program's temporary files and sockets.</param>
    /// <param name="set">Sets the variables that differ from this process's own.</param>
    public static Dictionary<string, string> Build(RunDirectory directory, Action<Dictionary<string, string>> set)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["PATH"] = DefaultPath };
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string name = (string)entry.Key;
            if (Passed.Contains(name, StringComparer.Ordinal) || name.StartsWith("ANSIBLE_", StringComparison.Ordinal))
            {
                environment[name] = (string?)entry.Value ?? "";
            }
        }

        environment["LANG"] = "C.UTF-8";
        environment["TERM"] = "dumb";
        environment["ANSIBLE_NOCOLOR"] = "1";
        set(environment);

        // The run depends on these, so no setting may override them.
        environment.Remove("ANSIBLE_FORCE_COLOR");
        environment["PYTHONDONTWRITEBYTECODE"] = "1";
        environment["ANSIBLE_LOCAL_TEMP"] = directory.LocalTemp;
        environment["ANSIBLE_SSH_CONTROL_PATH_DIR"] = directory.Sockets;
        return environment;
    }
}
