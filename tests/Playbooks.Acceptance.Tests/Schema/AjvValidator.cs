using Playbooks.Acceptance.Tests.Packages;

namespace Playbooks.Acceptance.Tests.Schema;

/// <summary>What Ajv checks: it is installed once for all of them.</summary>
[CollectionDefinition]
public sealed class SchemaChecks : ICollectionFixture<AjvValidator>;

/// <summary>Ajv and a YAML parser from npm, installed into a folder of their own.</summary>
public sealed class AjvValidator : IAsyncLifetime
{
    private const string Script = """
        const { readFileSync } = require('fs');
        const Ajv = require('ajv/dist/2020');
        const { parse } = require('yaml');
        const schema = JSON.parse(readFileSync(process.argv[2], 'utf8'));
        const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, unicodeRegExp: true }).compile(schema);
        const errors = process.argv.slice(3).flatMap(file => validate(parse(readFileSync(file, 'utf8'))) ? [] : validate.errors);
        console.log(errors.length === 0 ? 'valid' : errors.map(error => `${error.instancePath} ${error.message}`).join('\n'));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-schema-").FullName;

    public async ValueTask InitializeAsync()
    {
        using CancellationTokenSource limit = new(HangGuard.Time);
        await File.WriteAllTextAsync(Path.Combine(_folder, "package.json"), """{ "private": true }""", limit.Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "validate.js"), Script, limit.Token);
        await new Command("npm", "install", "--no-audit", "--no-fund", "--silent", "ajv@8", "yaml@2") { WorkingDirectory = _folder }.RunAsync(limit.Token);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string Write(string yaml)
    {
        string file = Path.Combine(_folder, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, yaml);
        return file;
    }

    /// <summary>"valid", or what is wrong with that playbook, a line each.</summary>
    public Task<string> ValidateAsync(string file, CancellationToken cancellationToken)
        => ValidateAsync([file], Checkout.PathOf("docs", "playbook.schema.json"), cancellationToken);

    /// <summary>"valid", or what is wrong with those files by that schema, a line each.</summary>
    public async Task<string> ValidateAsync(IEnumerable<string> files, string schema, CancellationToken cancellationToken)
        => (await new Command("node", ["validate.js", schema, .. files]) { WorkingDirectory = _folder }.RunAsync(cancellationToken)).Trim();
}
