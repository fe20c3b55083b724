using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>What an Ansible playbook is about, and what it says of itself.</summary>
public sealed class ServiceAndDescriptionSpecs
{
    [Theory]
    [InlineData("kuma-deploy.yml", "kuma")]
    [InlineData("deploy-kuma.yml", "kuma")]
    [InlineData("deploy_kuma.yaml", "kuma")]
    [InlineData("Deploy_Kuma.yml", "kuma")]
    [InlineData("uptime-kuma-update.yml", "uptime-kuma")]
    [InlineData("setup_uptime_kuma.yml", "uptime-kuma")]
    [InlineData("set-up-kuma.yml", "kuma")]
    [InlineData("install.kuma.yml", "kuma")]
    [InlineData("backup-and-restore-the-kuma.yml", "kuma")]
    [InlineData("01-deploy-kuma.yml", "kuma")]
    [InlineData("site.yml", "site")]
    [InlineData("kuma.yml", "kuma")]
    [InlineData("backup.yml", "backup")]
    [InlineData("main.yml", "main")]
    [InlineData("playbooks/kuma/deploy.yml", "kuma")]
    [InlineData("playbooks/kuma/main.yml", "kuma")]
    [InlineData("kuma/playbooks/deploy.yml", "kuma")]
    [InlineData("playbooks/backup.yml", "backup")]
    [InlineData("deploy/kuma/01_install.yml", "kuma")]
    [InlineData("grafana-agent-install.yml", "grafana-agent")]
    [InlineData("-.yml", "-")]
    public async Task The_service_is_the_name_without_the_action(string path, string service)
        => (await Discovering.InfoAsync("- hosts: all\n", path)).Service.ShouldBe(service);

    [Theory]
    [InlineData("# playbooks:service=kuma\n- hosts: all\n")]
    [InlineData("#playbooks:service=Kuma\n- hosts: all\n")]
    [InlineData("#!/usr/bin/env ansible-playbook\n---\n# Text.\n\n# playbooks: service = kuma \n- hosts: all\n")]
    [InlineData("# playbooks:service=\"kuma\"\n# playbooks:service=second\n- hosts: all\n")]
    public async Task The_header_names_another_service(string yaml)
        => (await Discovering.InfoAsync(yaml, "grafana.yml")).Service.ShouldBe("kuma");

    [Theory]
    [InlineData("# playbooks:service=\n- hosts: all\n")]
    [InlineData("# playbooks:other=kuma\n- hosts: all\n")]
    [InlineData("# playbooks:\n- hosts: all\n")]
    [InlineData("- hosts: all\n# playbooks:service=kuma\n")]
    [InlineData("# see playbooks:service=kuma\n- hosts: all\n")]
    public async Task What_is_no_directive_of_the_header_names_none(string yaml)
        => (await Discovering.InfoAsync(yaml, "grafana.yml")).Service.ShouldBe("grafana");

    [Theory]
    [InlineData("# Deploys Kuma.\n- hosts: all\n  name: Play\n", "Deploys Kuma.")]
    [InlineData("# Deploys Kuma\n# to the cluster.\n#\n# Needs Docker.\n- hosts: all\n", "Deploys Kuma to the cluster. Needs Docker.")]
    [InlineData("---\n# Deploys Kuma.\n- hosts: all\n", "Deploys Kuma.")]
    [InlineData("# Deploys Kuma.\n---\n- hosts: all\n", "Deploys Kuma.")]
    [InlineData("# Deploys Kuma.\n\n# About the first play.\n- hosts: all\n", "Deploys Kuma.")]
    [InlineData("#!/usr/bin/env ansible-playbook\n# vim: ft=yaml\n# -*- mode: yaml -*-\n# ===================\n# Deploys Kuma.\n# -------------------\n# playbooks:service=x\n# ansible-lint: disable\n# yamllint disable\n# code: language=ansible\n# SPDX-License-Identifier: MIT\n- hosts: all\n", "Deploys Kuma.")]
    [InlineData("################\n## Deploys Kuma ##\n- hosts: all\n", "Deploys Kuma ##")]
    [InlineData("# ----\n- name: The first play\n  hosts: all\n- name: The second\n  hosts: all\n", "The first play")]
    [InlineData("- hosts: all\n", "")]
    [InlineData("- hosts: all # not this\n# nor this\n", "")]
    [InlineData("\uFEFF# Ünïcode ☃\r\n- hosts: all\r\n", "Ünïcode ☃")]
    public async Task The_description_is_the_header_or_the_first_plays_name(string yaml, string description)
        => (await Discovering.InfoAsync(yaml)).Description.ShouldBe(description);

    [Fact]
    public async Task A_long_description_is_cut()
        => (await Discovering.InfoAsync(string.Concat(Enumerable.Repeat("# " + new string('x', 100) + "\n", 100)) + "- hosts: all\n")).Description.Length.ShouldBe(1000);

    [Fact]
    public async Task Hosts_tags_and_roles_are_read_in_all_their_forms()
    {
        AnsiblePlaybookInfo info = await Discovering.InfoAsync("""
            - hosts: web, db
              tags: [deploy, "{{ dynamic }}"]
              roles:
                - common
                - role: nginx
                  tags: "web,proxy"
                - { name: app, tags: [app, 8080] }
              tasks:
                - block:
                    - import_role: { name: monitoring }
                      tags: monitor
                  tags: deploy
                - include_role:
                    name: common
                    apply: { tags: applied }
                - ansible.builtin.include_role: name=legacy
            - hosts: [db, "lb:&prod", "{{ target }}"]
            - hosts: !unsafe localhost
            """);

        info.Hosts.ShouldBe(["web", "db", "lb:&prod", "{{ target }}", "localhost"]);
        info.Tags.ShouldBe(["8080", "app", "applied", "deploy", "monitor", "proxy", "web"]);
        info.Roles.ShouldBe(["common", "nginx", "app", "monitoring", "legacy"]);
    }

    [Fact]
    public async Task Imported_playbooks_bring_their_hosts_roles_and_tags_in_their_order()
    {
        AnsiblePlaybookInfo info = await Discovering.InfoAsync(
            "- hosts: first\n- import_playbook: sub/other.yml\n  tags: imported\n- hosts: last\n",
            "site.yml",
            ("sub/other.yml", "- hosts: middle\n  roles: [r]\n  tags: other\n"));

        info.Hosts.ShouldBe(["first", "middle", "last"]);
        info.Roles.ShouldBe(["r"]);
        info.Tags.ShouldBe(["imported", "other"]);
    }
}
