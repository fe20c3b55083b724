using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Playbooks.House.Tests;

/// <summary>One file of <c>src</c> that uses a type or member which another one declares. Paths begin with the package.</summary>
/// <param name="User">The file that uses it, such as <c>Playbooks.Core/Model/Playbook.cs</c>.</param>
/// <param name="Used">The file that declares it.</param>
public sealed record Use(string User, string Used);

/// <summary>Reads all sources of <c>src</c> as one compilation, and finds which file uses which.</summary>
public static class Uses
{
    private static readonly string Source = Checkout.PathOf("src");

    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
        // Of Playbooks.Core's project file.
        "Playbooks.Model",
    ];

    // Once for all tests: to bind every name takes some seconds.
    private static readonly Lazy<IReadOnlyList<Use>> Found = new(Find);

    /// <summary>Each pair of two different files, once.</summary>
    public static IReadOnlyList<Use> All => Found.Value;

    /// <summary>The package of a file.</summary>
    public static string PackageOf(string file) => file[..file.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The folder below the package's own, such as <c>Model</c>; empty for its root.</summary>
    public static string RoomOf(string file) => file.Split('/') is [_, var folder, _, ..] ? folder : "";

    /// <summary>The files of a package.</summary>
    public static IEnumerable<string> FilesOf(string package) => Files().Where(file => PackageOf(file) == package);

    private static IEnumerable<string> Files()
        => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories).Select(NameOf).Order(StringComparer.Ordinal);

    private static IReadOnlyList<Use> Find()
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        SyntaxTree usings = CSharpSyntaxTree.ParseText(string.Concat(ImplicitUsings.Select(name => $"global using global::{name};\n")), options);
        SyntaxTree[] trees = [.. Files().AsParallel().Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Source, file)), options, file))];
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<MetadataReference> references = trusted.Split(Path.PathSeparator)
            .Where(path => !IsOurs(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "House",
            [usings, .. trees],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        ConcurrentDictionary<Use, bool> found = new();
        Parallel.ForEach(trees, tree => AddUses(compilation.GetSemanticModel(tree), tree, found));
        return [.. found.Keys.OrderBy(use => use.User, StringComparer.Ordinal).ThenBy(use => use.Used, StringComparer.Ordinal)];
    }

    private static void AddUses(SemanticModel model, SyntaxTree tree, ConcurrentDictionary<Use, bool> found)
    {
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol ?? model.GetTypeInfo(name).Type;
            if (symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)
            {
                continue;
            }

            string[] files = [.. symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath)];

            // What a file itself has a part of is not used elsewhere.
            if (files.Length > 0 && !files.Contains(tree.FilePath, StringComparer.Ordinal))
            {
                found.TryAdd(new Use(tree.FilePath, files[0]), true);
            }
        }
    }

    private static bool IsOurs(string assembly)
        => assembly.StartsWith("Playbooks.", StringComparison.Ordinal);

    private static string NameOf(string path) => Path.GetRelativePath(Source, path).Replace('\\', '/');
}
