namespace Playbooks.Agent;

/// <summary>The texts of a scaffold. They pass ansible-lint's profile <c>production</c>.</summary>
internal sealed class RoleTemplate(string service, string role, TemplateAction action, IReadOnlyList<TemplateVariable> given)
{
    private readonly string _verb = action.ToString();

    private bool Configures => action is TemplateAction.Deploy or TemplateAction.Configure;

    /// <summary>The role's own variables and those of the request. A variable of the request wins.</summary>
    private IReadOnlyList<TemplateVariable> Variables =>
    [
        .. Own().Where(own => given.All(variable => variable.Name != own.Name)),
        .. given,
    ];

    public IReadOnlyList<TemplateFile> Files(string playbook, string roleFolder)
    {
        List<TemplateFile> files =
        [
            new(playbook, Playbook()),
            new($"{roleFolder}/README.md", Readme()),
            new($"{roleFolder}/defaults/main.yml", Defaults()),
            new($"{roleFolder}/meta/argument_specs.yml", ArgumentSpecs()),
            new($"{roleFolder}/meta/main.yml", Meta()),
            new($"{roleFolder}/tasks/main.yml", Tasks()),
        ];
        if (Configures)
        {
            files.Add(new($"{roleFolder}/handlers/main.yml", Handlers()));
            files.Add(new($"{roleFolder}/templates/{service}.conf.j2", Configuration()));
        }

        return files;
    }

    private IEnumerable<TemplateVariable> Own()
    {
        if (action is TemplateAction.Deploy or TemplateAction.Remove)
        {
            yield return new($"{role}_package", service, "The package that holds the service.");
        }

        yield return new($"{role}_service", service, "The service's name for the service manager.");
        if (action != TemplateAction.Restart)
        {
            yield return new($"{role}_config_directory", $"/etc/{service}", "The folder with the configuration.");
        }
    }

    private string Playbook() => $$"""
        ---
        # {{_verb}} {{service}} on the hosts of the group {{role}}.
        # playbooks:service={{service}}
        - name: {{_verb}} {{service}}
          hosts: {{role}}
          become: true
          roles:
            - role: {{role}}

        """;

    private string Defaults()
    {
        List<TemplateVariable> variables = [.. Variables.Where(variable => !variable.IsRequired)];
        return $"---\n{string.Concat(variables.Select(variable => $"# {variable.Description}\n{YamlQuoting.Entry(variable.Name, variable.Default, 0)}"))}";
    }

    private string ArgumentSpecs() => $"""
        ---
        argument_specs:
          main:
            short_description: {_verb} {service}
            options:
        {string.Concat(Variables.Select(Option))}
        """;

    private static string Option(TemplateVariable variable)
    {
        string fallback = variable.IsRequired ? "        required: true\n" : YamlQuoting.Entry("default", variable.Default, 8);
        return $"      {variable.Name}:\n        type: {variable.Type}\n{fallback}        description: {YamlQuoting.Scalar(variable.Description)}\n";
    }

    private string Meta() => $"""
        ---
        galaxy_info:
          role_name: {role}
          author: infrastructure
          description: {_verb} {service}
          license: MIT
          min_ansible_version: "2.14"
          platforms:
            - name: GenericLinux
              versions:
                - all
          galaxy_tags: []
        dependencies: []

        """;

    private string Tasks() => "---\n" + string.Join('\n', action switch
    {
        TemplateAction.Deploy => [Install("present"), .. Configure(), Service("Make sure that {0} runs", "started")],
        TemplateAction.Configure => Configure(),
        TemplateAction.Restart => [Service("Restart {0}", "restarted")],
        _ => (IEnumerable<string>)[Service("Stop {0}", "stopped"), Install("absent"), Folder("Remove the configuration of {0}", "absent")],
    });

    private IEnumerable<string> Configure() =>
    [
        Folder("Make sure that the configuration folder of {0} exists", "directory"),
        $$$"""
        - name: Write the configuration of {{{service}}}
          ansible.builtin.template:
            src: {{{service}}}.conf.j2
            dest: "{{ {{{role}}}_config_directory }}/{{{service}}}.conf"
            owner: root
            group: root
            mode: "0644"
          notify: Restart {{{service}}}

        """,
    ];

    private string Install(string state) => $$$"""
        - name: {{{(state == "present" ? "Install" : "Remove")}}} the package of {{{service}}}
          ansible.builtin.package:
            name: "{{ {{{role}}}_package }}"
            state: {{{state}}}

        """;

    private string Folder(string name, string state)
    {
        string task = $$$"""
            - name: {{{name.Replace("{0}", service, StringComparison.Ordinal)}}}
              ansible.builtin.file:
                path: "{{ {{{role}}}_config_directory }}"
                state: {{{state}}}

            """;
        return state == "directory" ? task + "    owner: root\n    group: root\n    mode: \"0755\"\n" : task;
    }

    private string Service(string name, string state)
    {
        string task = $$$"""
            - name: {{{name.Replace("{0}", service, StringComparison.Ordinal)}}}
              ansible.builtin.service:
                name: "{{ {{{role}}}_service }}"
                state: {{{state}}}

            """;
        return state switch
        {
            "started" => task + "    enabled: true\n",
            "stopped" => task + "    enabled: false\n",
            _ => task,
        };
    }

    private string Handlers() => $"---\n{Service("Restart {0}", "restarted")}";

    private string Configuration()
    {
        IEnumerable<string> lines = given.Where(variable => variable.Name != $"{role}_package").Select(variable =>
            $"{variable.Name[(role.Length + 1)..]} = {{{{ {variable.Name}{(variable.Type is "list" or "dict" ? " | to_json" : "")} }}}}\n");
        return $"# {{{{ ansible_managed }}}}\n{string.Concat(lines)}";
    }

    private string Readme() => $"""
        # {role}

        {_verb} {service} on the hosts of the group `{role}`.

        | variable | type | default | |
        | --- | --- | --- | --- |
        {string.Concat(Variables.Select(variable => $"| `{variable.Name}` | {variable.Type} | {(variable.IsRequired ? "required" : $"`{PlaybookValues.ToJson(variable.Default)}`")} | {variable.Description} |\n"))}
        """;
}
