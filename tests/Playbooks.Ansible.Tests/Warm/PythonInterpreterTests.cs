using Playbooks.Ansible.Backends.Warm;

namespace Playbooks.Ansible.Tests.Warm;

public sealed class PythonInterpreterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-python-").FullName;

    public PythonInterpreterTests()
    {
        Executable("python3", "");
        Executable("python3.11", "");
    }

    [Theory]
    [InlineData("#!{0}/python3\n", "python3", "")]
    [InlineData("#! {0}/python3.11 -sP\n", "python3.11", "-sP")]
    [InlineData("#!/usr/bin/env python3\n", "python3", "")]
    [InlineData("#!/usr/bin/env -S python3 -I\n", "python3", "-I")]
    [InlineData("#!/bin/sh\n'''exec' \"{0}/python3\" \"$0\" \"$@\"\n' '''\n", "python3", "")]
    [InlineData("#!/bin/sh\n'''exec' {0}/python3.11 \"$0\" \"$@\"\n' '''\n", "python3.11", "")]
    public void Find_AScriptOfPythons_GivesItsInterpreter(string head, string interpreter, string arguments)
    {
        string script = Executable("ansible-playbook", head.Replace("{0}", _folder, StringComparison.Ordinal));

        PythonInterpreter found = Find("ansible-playbook").ShouldNotBeNull();

        found.Script.ShouldBe(script);
        found.Program.ShouldBe(Path.Combine(_folder, interpreter));
        string.Join(' ', found.Arguments).ShouldBe(arguments);
    }

    [Theory]
    [InlineData("#!/bin/sh\nexec something\n")]
    [InlineData("#!/usr/bin/env bash\n")]
    [InlineData("#!/no/such/python3\n")]
    [InlineData("#!\n")]
    [InlineData("\u007fELF")]
    [InlineData("")]
    public void Find_AnythingElse_IsNone(string content)
    {
        Executable("ansible-playbook", content);

        Find("ansible-playbook").ShouldBeNull();
    }

    [Fact]
    public void Find_NoSuchProgram_IsNone()
    {
        Find("ansible-playbook").ShouldBeNull();
        Find("/no/such/ansible-playbook").ShouldBeNull();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PythonInterpreter? Find(string program) => PythonInterpreter.Find(program, new Dictionary<string, string> { ["PATH"] = _folder });

    private string Executable(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
