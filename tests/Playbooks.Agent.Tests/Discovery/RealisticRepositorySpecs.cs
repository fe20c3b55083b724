using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>A repository as teams keep it: roles in Galaxy's layout, two environments, shared tasks, a vault.</summary>
public sealed class RealisticRepositorySpecs
{
    [Fact]
    public async Task A_repository_of_a_team_is_described()
    {
        using FakeRepository repository = new(recordedCase: null);
        WritePlaybooks(repository);
        WriteRoles(repository);

        AnsiblePlaybookListing listing = await repository.DiscoverAsync();

        listing.Invalid.Select(file => file.Path).ShouldBe(["playbooks/broken.yml"]);
        listing.Playbooks.Select(playbook => $"{playbook.Path}: {playbook.Service} ({Names(playbook)})").ShouldBe(
        [
            "playbooks/grafana/remove.yml: grafana (confirm_removal)",
            "playbooks/kuma-deploy.yml: uptime-kuma (kuma_admin_password:str kuma_version:str)",
            "playbooks/postgres_backup.yml: postgres (backup_target)",
            "site.yml: site (kuma_admin_password:str kuma_version:str)",
        ]);
        AnsiblePlaybookInfo site = listing.Playbooks[^1];
        site.Description.ShouldBe("Everything, in order.");
        site.Hosts.ShouldBe(["all", "monitoring"]);
        site.Roles.ShouldBe(["common", "kuma"]);
        site.Tags.ShouldBe(["base", "config", "kuma", "packages"]);
    }

    private static string Names(AnsiblePlaybookInfo playbook)
        => string.Join(' ', playbook.RequiredVariables.Select(variable => variable.Type is null ? variable.Name : $"{variable.Name}:{variable.Type}"));

    private static void WritePlaybooks(FakeRepository repository)
    {
        repository.Write("site.yml", "---\n# Everything, in order.\n- name: Base\n  hosts: all\n  become: true\n  roles:\n    - { role: common, tags: [base] }\n- import_playbook: playbooks/kuma-deploy.yml\n");
        repository.Write("playbooks/kuma-deploy.yml", "# playbooks:service=uptime-kuma\n# Deploys Uptime Kuma behind the proxy.\n---\n- hosts: monitoring\n  vars_files: [../vars/images.yml]\n  roles: [kuma]\n");
        repository.Write("playbooks/grafana/remove.yml", "- name: Remove Grafana\n  hosts: monitoring\n  vars_prompt:\n    - name: confirm_removal\n      private: false\n  tasks:\n    - when: confirm_removal == 'yes'\n      block:\n        - package: { name: grafana, state: absent }\n          register: removed\n        - debug: { msg: \"{{ removed.changed }} on {{ ansible_host }}\" }\n");
        repository.Write("playbooks/postgres_backup.yml", "- hosts: db\n  tasks:\n    - import_tasks: ../shared/notify.yml\n    - shell: \"pg_dump {{ postgres_database }} > {{ backup_target }}/{{ lookup('pipe', 'date +%F') }}.sql\"\n      environment: { PGPASSWORD: \"{{ vault_postgres_password }}\" }\n");
        repository.Write("playbooks/broken.yml", "- hosts: all\n  tasks:\n    - debug: { msg: oops\n");
        repository.Write("shared/notify.yml", "- uri:\n    url: \"{{ notify_url | default('http://localhost') }}\"\n  when: notify | default(false) | bool\n");
        repository.Write("vars/images.yml", "kuma_image: \"docker.io/louislam/uptime-kuma:{{ kuma_version }}\"\n");
        repository.Write("requirements.yml", "roles:\n  - src: geerlingguy.docker\n");
        repository.Write("docker-compose.yml", "services: {}\n");
        repository.Write("ansible.cfg", "[defaults]\n");
        repository.Write("drafts/half-done.yml", "- hosts: [\n");
        repository.Write(".playbooksignore", "# Not ready.\n/drafts/\n");
        repository.Write("inventories/prod/hosts.yml", "all:\n  children:\n    db:\n      hosts:\n        db1: { postgres_database: main }\n");
        repository.Write("inventories/prod/group_vars/all/vault.yml", "$ANSIBLE_VAULT;1.2;AES256;prod\n616263\n");
        repository.Write("inventories/prod/group_vars/all/main.yml", "domain: example.org\nntp_servers: [a, b]\n");
    }

    private static void WriteRoles(FakeRepository repository)
    {
        repository.Write("roles/common/tasks/main.yml", "- name: Packages\n  include_tasks: \"{{ ansible_os_family | lower }}.yml\"\n  tags: packages\n- include_vars: \"{{ ansible_os_family }}.yml\"\n- service: { name: \"{{ ntp_service }}\", state: started }\n- template: { src: ntp.conf.j2, dest: /etc/ntp.conf }\n  notify: Restart ntp\n");
        repository.Write("roles/common/vars/Debian.yml", "ntp_service: ntp\n");
        repository.Write("roles/common/templates/ntp.conf.j2", "{% for server in ntp_servers %}\nserver {{ server }}{{ ' prefer' if loop.first }}\n{% endfor %}\n");
        repository.Write("roles/common/handlers/main.yml", "- name: Restart ntp\n  service: { name: \"{{ ntp_service }}\", state: restarted }\n");
        repository.Write("roles/kuma/meta/main.yml", "galaxy_info: { author: team, min_ansible_version: '2.14' }\ndependencies: []\n");
        repository.Write("roles/kuma/meta/argument_specs.yml", "argument_specs:\n  main:\n    options:\n      kuma_admin_password: { type: str, required: true, no_log: true }\n      kuma_version: { type: str, required: false }\n      kuma_port: { type: int, default: 3001 }\n");
        repository.Write("roles/kuma/defaults/main.yml", "kuma_port: 3001\nkuma_host: \"kuma.{{ domain }}\"\nkuma_unused: \"{{ never_needed }}\"\n");
        repository.Write("roles/kuma/tasks/main.yml", "- name: Run\n  community.docker.docker_container:\n    image: \"{{ kuma_image }}\"\n    ports: [\"{{ kuma_port }}:3001\"]\n  tags: [kuma]\n- template:\n    src: proxy.j2\n    dest: /etc/nginx/kuma.conf\n  tags: config\n");
        repository.Write("roles/kuma/templates/proxy.j2", "server_name {{ kuma_host }};\n{% if kuma_tls is defined %}ssl_certificate {{ kuma_tls.path }};{% endif %}\n");
        repository.Write("roles/kuma/molecule/default/converge.yml", "- hosts: all\n");
        repository.Write("roles/kuma/tests/test.yml", "- hosts: localhost\n");
    }
}
