using Playbooks.Ansible.Backends.Warm;

namespace Playbooks.Ansible.Tests.Warm;

public sealed class WarmKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-key-").FullName;
    private readonly Dictionary<string, string> _environment;

    public WarmKeyTests() => _environment = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HOME"] = Path.Combine(_folder, "home"),
        ["PATH"] = "/usr/bin",
        ["ANSIBLE_FORKS"] = "5",
        ["TEAM"] = "one",
    };

    [Theory]
    [InlineData("PATH")]
    [InlineData("TEAM")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("TRACEPARENT")]
    [InlineData("ANSIBLE_LOCAL_TEMP")]
    [InlineData("ANSIBLE_SSH_CONTROL_PATH_DIR")]
    public void Of_WhatEachRunSetsForItself_IsTheSame(string variable)
    {
        string before = Digest();
        _environment[variable] = "/other";

        Digest().ShouldBe(before);
        Key()!.Environment.Keys.ShouldNotContain(variable);
    }

    [Theory]
    [InlineData("ANSIBLE_FORKS")]
    [InlineData("ANSIBLE_PIPELINING")]
    [InlineData("ANSIBLE_CONFIG")]
    [InlineData("HOME")]
    [InlineData("TZ")]
    [InlineData("LC_ALL")]
    [InlineData("PYTHONPATH")]
    [InlineData("LD_LIBRARY_PATH")]
    public void Of_WhatIsBoundAtImport_Differs(string variable)
    {
        string before = Digest();
        _environment[variable] = "/other";

        Digest().ShouldNotBe(before);
    }

    [Fact]
    public void Of_EachConfigurationThatCouldCount_Differs()
    {
        List<string> digests = [Digest()];
        Write("ansible.cfg", "[defaults]\nforks = 7\n");
        digests.Add(Digest());
        Write("ansible.cfg", "[defaults]\nforks = 8\n");
        digests.Add(Digest());
        Write("home/.ansible.cfg", "[defaults]\n");
        digests.Add(Digest());
        Write("other.cfg", "[defaults]\n");
        _environment["ANSIBLE_CONFIG"] = "other.cfg";
        digests.Add(Digest());
        Write("other.cfg", "[default]\n");
        digests.Add(Digest());

        digests.Distinct().Count().ShouldBe(digests.Count);
    }

    [Fact]
    public void Of_AVariableThatASettingNames_Differs()
    {
        Write("ansible.cfg", "[defaults]\nroles_path = ${TEAM}/roles\n");
        string before = Digest();
        _environment["TEAM"] = "two";

        Digest().ShouldNotBe(before);
        Key()!.Environment["TEAM"].ShouldBe("two");
    }

    [Fact]
    public void Of_AFolderThatBecomesOpenToAll_Differs()
    {
        string before = Digest();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherWrite);
        }

        Digest().ShouldNotBe(before);
    }

    [Fact]
    public void Of_ASecretThatAWaitingProcessWouldKeep_IsNone()
    {
        _environment["ANSIBLE_TOKEN"] = "hush";
        _environment["PASSWORD"] = "hush";

        WarmKey.Of(_environment, new HashSet<string> { "ANSIBLE_TOKEN" }, Interpreter, _folder).ShouldBeNull();
        WarmKey.Of(_environment, new HashSet<string> { "PASSWORD" }, Interpreter, _folder)!.Environment.Keys.ShouldNotContain("PASSWORD");
    }

    [Fact]
    public void Of_AnotherAnsibleOrAChangedOne_Differs()
    {
        Write("ansible-playbook", "#!/usr/bin/python3\n");
        PythonInterpreter own = Interpreter with { Script = Path.Combine(_folder, "ansible-playbook") };
        string other = WarmKey.Of(_environment, new HashSet<string>(), own, _folder)!.Digest;
        Write("ansible-playbook", "#!/usr/bin/python3\n# upgraded\n");

        other.ShouldNotBe(Digest());
        WarmKey.Of(_environment, new HashSet<string>(), own, _folder)!.Digest.ShouldNotBe(other);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PythonInterpreter Interpreter => new("/usr/bin/ansible-playbook", "/usr/bin/python3", []);

    private WarmKey? Key() => WarmKey.Of(_environment, new HashSet<string>(), Interpreter, _folder);

    private string Digest() => Key()!.Digest;

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
