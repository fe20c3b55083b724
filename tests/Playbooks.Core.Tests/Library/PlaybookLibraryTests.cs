namespace Playbooks.Tests.Library;

public sealed class PlaybookLibraryTests
{
    [Fact]
    public void Constructor_NoFolder_Throws()
        => Should.Throw<DirectoryNotFoundException>(() => new PlaybookLibrary("/there/is/no/such/folder")).Message.ShouldContain("/there/is/no/such/folder");

    [Fact]
    public void Constructor_LinkToAFolder_ResolvesIt()
    {
        using TemporaryLibrary library = new();
        string link = Path.Combine(library.OutsideDirectory, "link");
        Directory.CreateSymbolicLink(link, library.RootDirectory);

        new PlaybookLibrary(link).RootDirectory.ShouldBe(library.Library.RootDirectory);
    }

    [Fact]
    public void PathOf_FileInside_IsItsPathFromTheRoot()
    {
        using TemporaryLibrary library = new();
        Directory.CreateDirectory(library.FullPath("web"));
        string link = Path.Combine(library.OutsideDirectory, "link");
        Directory.CreateSymbolicLink(link, library.RootDirectory);

        library.Library.PathOf(library.FullPath("web/site.yaml")).ShouldBe("web/site.yaml");
        library.Library.PathOf(Path.Combine(link, "web", "..", "..site.yaml")).ShouldBe("..site.yaml");
        library.Library.PathOf(Path.Combine(library.OutsideDirectory, "site.yaml")).ShouldBeNull();
        library.Library.PathOf(library.FullPath("nobody/site.yaml")).ShouldBeNull();
    }

    [Fact]
    public async Task Load_LinkToAFileOutside_IsRefused()
    {
        using TemporaryLibrary library = new();
        string secret = Path.Combine(library.OutsideDirectory, "secret.yaml");
        await File.WriteAllTextAsync(secret, Some.Leaf(), TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(library.FullPath("link.yaml"), secret);

        Diagnostic diagnostic = (await library.PlanAsync(Some.Caller("link.yaml"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe("PB2006");
        diagnostic.Message.ShouldBe("'link.yaml' is a link that leads out of the library's root folder");
        diagnostic.Location.ToString().ShouldBe("root.yaml:3:62");
    }

    [Fact]
    public async Task Load_ThroughALinkedFolderOutside_IsRefused()
    {
        using TemporaryLibrary library = new();
        DirectoryInfo outside = Directory.CreateDirectory(Path.Combine(library.OutsideDirectory, "library2"));
        await File.WriteAllTextAsync(Path.Combine(outside.FullName, "x.yaml"), Some.Leaf(), TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(library.FullPath("folder"), "../library2");
        Directory.CreateSymbolicLink(library.FullPath("chain"), library.FullPath("folder"));

        (await library.PlanAsync(Some.Caller("folder/x.yaml", "chain/x.yaml"))).Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["PB2006", "PB2006"]);
        (await library.Engine().PlanAsync("chain/x.yaml")).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2006");
    }

    [Fact]
    public async Task Load_ThroughAFolderLinkAndUp_IsRefused()
    {
        using TemporaryLibrary library = new();
        string folder = Directory.CreateDirectory(Path.Combine(library.OutsideDirectory, "dir")).FullName;
        await File.WriteAllTextAsync(Path.Combine(library.OutsideDirectory, "secret.yaml"), Some.Leaf(), TestContext.Current.CancellationToken);
        library.Write("secret.yaml", Some.Leaf());
        Directory.CreateSymbolicLink(library.FullPath("sub"), folder);
        File.CreateSymbolicLink(library.FullPath("evil.yaml"), "sub/../secret.yaml");
        Directory.CreateSymbolicLink(library.FullPath("x"), "sub/..");

        foreach (string path in (string[])["evil.yaml", "x/secret.yaml"])
        {
            (await library.Engine().PlanAsync(path)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2006", path);
        }
    }

    [Fact]
    public async Task Load_LinkInsideTheRoot_IsFollowed()
    {
        using TemporaryLibrary library = new();
        library.Write("real/leaf.yaml", Some.Leaf());
        Directory.CreateSymbolicLink(library.FullPath("alias"), library.FullPath("real"));

        (await library.Engine().PlanAsync("alias/leaf.yaml")).Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("loop.yaml")]
    [InlineData("missing-target.yaml")]
    public async Task Load_LinkToNowhere_IsADiagnostic(string target)
    {
        using TemporaryLibrary library = new();
        File.CreateSymbolicLink(library.FullPath("loop.yaml"), library.FullPath(target));

        Diagnostic diagnostic = (await library.PlanAsync(Some.Caller("loop.yaml"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBeOneOf("PB1001", "PB2007");
    }

    [Fact]
    public async Task Load_NameThatIsTooLong_IsNotFound()
    {
        using TemporaryLibrary library = new();

        (await library.PlanAsync(Some.Caller(new string('x', 5000) + ".yaml"))).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2007");
    }
}
