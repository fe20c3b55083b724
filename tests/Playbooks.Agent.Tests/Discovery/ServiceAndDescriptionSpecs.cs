using Playbooks.Agent.Discovery;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests.Discovery;

/// <summary>What an Ansible playbook is about, and what it says of itself.</summary>
public sealed class ServiceAndDescriptionSpecs
{
    [Fact]
    public async Task The_service_is_the_name_without_the_action()
    {
        (string Path, string Service)[] cases =
        [
            ("kuma-deploy.yml", "kuma"),
            ("deploy-kuma.yml", "kuma"),
            ("deploy_kuma.yaml", "kuma"),
            ("Deploy_Kuma.yml", "kuma"),
            ("uptime-kuma-update.yml", "uptime-kuma"),
            ("setup_uptime_kuma.yml", "uptime-kuma"),
            ("set-up-kuma.yml", "kuma"),
            ("install.kuma.yml", "kuma"),
            ("backup-and-restore-the-kuma.yml", "kuma"),
            ("01-deploy-kuma.yml", "kuma"),
            ("site.yml", "site"),
            ("kuma.yml", "kuma"),
            ("backup.yml", "backup"),
            ("main.yml", "main"),
            ("playbooks/kuma/deploy.yml", "kuma"),
            ("playbooks/kuma/main.yml", "kuma"),
            ("kuma/playbooks/deploy.yml", "kuma"),
            ("playbooks/backup.yml", "backup"),
            ("deploy/kuma/01_install.yml", "kuma"),
            ("grafana-agent-install.yml", "grafana-agent"),
            ("-.yml", "-"),
        ];
        using FakeRepository repository = new(recordedCase: null);
        Array.ForEach(cases, each => repository.Write(each.Path, "- hosts: all\n"));

        AnsiblePlaybookListing listing = await repository.DiscoverAsync();

        listing.Playbooks.Select(playbook => $"{playbook.Path}: {playbook.Service}").ShouldBe(
            cases.Select(each => $"{each.Path}: {each.Service}"), ignoreOrder: true);
    }

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

    [Fact]
    public async Task The_description_is_the_header_or_the_first_plays_name()
    {
        (string Yaml, string Description)[] cases =
        [
            ("# Deploys Kuma.\n- hosts: all\n  name: Play\n", "Deploys Kuma."),
            ("# Deploys Kuma\n# to the cluster.\n#\n# Needs Docker.\n- hosts: all\n", "Deploys Kuma to the cluster. Needs Docker."),
            ("---\n# Deploys Kuma.\n- hosts: all\n", "Deploys Kuma."),
            ("# Deploys Kuma.\n---\n- hosts: all\n", "Deploys Kuma."),
            ("# Deploys Kuma.\n\n# About the first play.\n- hosts: all\n", "Deploys Kuma."),
            ("#!/usr/bin/env ansible-playbook\n# vim: ft=yaml\n# -*- mode: yaml -*-\n# ===================\n# Deploys Kuma.\n# -------------------\n# playbooks:service=x\n# ansible-lint: disable\n# yamllint disable\n# code: language=ansible\n# SPDX-License-Identifier: MIT\n- hosts: all\n", "Deploys Kuma."),
            ("################\n## Deploys Kuma ##\n- hosts: all\n", "Deploys Kuma ##"),
            ("# ----\n- name: The first play\n  hosts: all\n- name: The second\n  hosts: all\n", "The first play"),
            ("- hosts: all\n", ""),
            ("- hosts: all # not this\n# nor this\n", ""),
            ("\uFEFF# Ünïcode ☃\r\n- hosts: all\r\n", "Ünïcode ☃"),
        ];
        using FakeRepository repository = new(recordedCase: null);
        for (int i = 0; i < cases.Length; i++)
        {
            repository.Write($"p{i:00}.yml", cases[i].Yaml);
        }

        AnsiblePlaybookListing listing = await repository.DiscoverAsync();

        listing.Playbooks.Select(playbook => playbook.Description).ShouldBe(cases.Select(each => each.Description));
    }

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
