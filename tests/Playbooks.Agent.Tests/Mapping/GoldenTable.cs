using System.Security.Cryptography;
using System.Text;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Tests.Mapping;

/// <summary>The tables beside this file: catalogues, and what intents have to be mapped to.</summary>
internal static class GoldenTable
{
    public static IReadOnlyList<AnsiblePlaybookInfo> Catalogue(string file)
        => [.. Rows(file).Select(row => new AnsiblePlaybookInfo
        {
            Path = row[0],
            Service = row[1],
            Description = row[2],
            RequiredVariables = [.. List(row[3]).Select(name => new RequiredVariable(name))],
            Tags = List(row[4]),
            Hosts = List(row[5]),
            Roles = List(row[6]),
            Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\t', row)))),
        })];

    public static IReadOnlyList<GoldenIntent> Intents(string file)
        => [.. Rows(file).Select(row => new GoldenIntent(row[0], row[1] == "-" ? null : row[1], List(row[2]), row[3]))];

    private static IEnumerable<string[]> Rows(string file)
        => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Mapping", file)).Skip(1).Select(line => line.Split('\t'));

    private static string[] List(string cell) => cell.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>An intent and the playbook that it means; null when nothing may be selected.</summary>
internal sealed record GoldenIntent(string Intent, string? Expected, IReadOnlyList<string> GivenVariables, string Category);
