using Playbooks.Agent.Discovery;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>Discovery reads around whatever a vault encrypts, even where Ansible itself would have its password.</summary>
public sealed class VaultSpecs : IDisposable
{
    private const string Password = "pass-of-the-vault";
    private const string Hidden = "shown-from-the-vault";

    // 'shown-from-the-vault', as 'ansible-vault encrypt_string' wrote it with the password above.
    private const string EncryptedText = """
        $ANSIBLE_VAULT;1.1;AES256
        61376630616135383230393764626138663032376661393938323738323636366230306264633730
        3737376334323033613839343163326564646163376539630a663962336465346239393265323630
        31643936643262616438396261373031383066383333373663383965616564383235366133363165
        3239643730376235330a393761663766363234306562623431353039323234373537316636383166
        64313661343630343232643136626435653966633438383263326363316263343739
        """;

    // '- hosts: shown-from-the-vault', as 'ansible-vault encrypt' wrote it with the same password.
    private const string EncryptedPlaybook = """
        $ANSIBLE_VAULT;1.1;AES256
        38393435666464346365613434303130646366393130343362303961623732626437356638343230
        6339613133336438356631376265633030346631323861350a343531393333353562396662613637
        62393762306434643730373930386566333233383661346431313732333134333866396537303838
        3263376334346239620a313164653539323361373666353638306261656462326334633636353464
        31656430376563363061356565313639336462656239386339616631666366666237
        """;

    private readonly FakeRepository _repository = new(recordedCase: null);
    private readonly TemporaryFolder _outside = new();

    private string Asked => Path.Combine(_outside.Path, "asked");

    private string Attempt => Path.Combine(_outside.Path, "attempt");

    public void Dispose()
    {
        _repository.Dispose();
        _outside.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Nothing_is_decrypted_and_no_password_is_asked_for()
    {
        string indented = EncryptedText.ReplaceLineEndings("\n      ");
        _repository.Write("play.yml", $"- hosts: web\n  tags: !vault |\n      {indented}\n  vars:\n    a: !vault |\n      {indented}\n");
        _repository.Write("secret.yml", EncryptedPlaybook + "\n");
        _repository.Write("group_vars/all/vault.yml", EncryptedPlaybook + "\n");
        string password = WriteProgram("password", $"echo asked >> '{Asked}'\necho {Password}");
        _repository.Write("ansible.cfg", $"[defaults]\nvault_password_file = {password}\nask_vault_pass = true\n");

        using AnsiblePlaybookCatalog catalog = new(_repository.Folder, new AnsiblePlaybookCatalogOptions { PythonProgram = Python(password) });
        AnsiblePlaybookListing listing = await catalog.GetAsync(cancellationToken: TestContext.Current.CancellationToken);

        listing.Playbooks.ShouldHaveSingleItem().Path.ShouldBe("play.yml");
        listing.Playbooks[0].Tags.ShouldBeEmpty();
        listing.ToJson().ShouldNotContain(Hidden);
        File.Exists(Asked).ShouldBeFalse();
        File.ReadAllText(Attempt).ShouldStartWith("not decrypted", customMessage: "the password itself must be of no use in that process");
    }

    /// <summary>A Python with all that leads Ansible to a password, which tries to decrypt with it at its end.</summary>
    private string Python(string password)
    {
        File.WriteAllText(Path.Combine(_outside.Path, "vaulted"), EncryptedText + "\n");
        File.WriteAllText(Path.Combine(_outside.Path, "sitecustomize.py"), $"""
            import atexit

            def attempt():
                from ansible.parsing.vault import VaultLib, VaultSecret
                try:
                    vault = VaultLib([('default', VaultSecret(b'{Password}'))])
                    said = vault.decrypt(open('{_outside.Path}/vaulted', 'rb').read()).decode()
                except Exception as error:
                    said = 'not decrypted: %s' % error
                open('{Attempt}', 'w').write(said)

            atexit.register(attempt)
            """);
        return WriteProgram("python", $"""
            export ANSIBLE_CONFIG='{_repository.Folder}/ansible.cfg' ANSIBLE_VAULT_PASSWORD_FILE='{password}'
            export PYTHONPATH='{_outside.Path}'
            exec /usr/bin/python3 "$@"
            """);
    }

    private string WriteProgram(string name, string script)
    {
        string path = Path.Combine(_outside.Path, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
