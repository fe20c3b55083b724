using System.Runtime.InteropServices;
using System.Text;
using Playbooks.Library;

namespace Playbooks.Tests.Library;

public sealed partial class RootFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RootFolderTests()
    {
        Directory.CreateDirectory(At("root/sub/deep"));
        Directory.CreateDirectory(At("outside/dir"));
        _folder.Write("outside/secret.txt", "secret");
        _folder.Write("root/secret.txt", "decoy");
        _folder.Write("root/sub/file.txt", "file");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Follow_LinkThroughAFolderLinkAndUp_IsOutside()
    {
        Directory.CreateSymbolicLink(At("root/out"), At("outside/dir"));
        File.CreateSymbolicLink(At("root/evil.txt"), "out/../secret.txt");
        Directory.CreateSymbolicLink(At("root/parent"), "out/..");

        Root.Follow("evil.txt").ShouldBeNull();
        Root.Follow("parent").ShouldBeNull();
        Root.Follow("parent/secret.txt").ShouldBeNull();
        Root.Follow("out/../secret.txt").ShouldBeNull();
    }

    [Fact]
    public void Follow_LinkOutAndBackIn_IsInside()
    {
        File.CreateSymbolicLink(At("outside/back"), At("root/sub/file.txt"));
        File.CreateSymbolicLink(At("root/there"), "../outside/back");

        Root.Follow("there").ShouldBe(Path.Combine(Root.RealPath, "sub/file.txt"));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData("sub//./file.txt", "sub/file.txt")]
    [InlineData("sub/../sub/new/file.txt", "sub/new/file.txt")]
    [InlineData("..", null)]
    [InlineData("../rooted", null)]
    [InlineData("/", null)]
    public void Follow_PathWithoutLinks_IsCollapsed(string path, string? expected)
        => Root.Follow(path).ShouldBe(expected is null ? null : Path.Combine(Root.RealPath, expected));

    [Fact]
    public void Follow_Circle_Throws()
    {
        File.CreateSymbolicLink(At("root/a"), "b");
        File.CreateSymbolicLink(At("root/b"), "a");

        Should.Throw<IOException>(() => Root.Follow("a")).Message.ShouldContain("circle");
    }

    /// <summary>The kernel is the judge: wherever it comes by a path is where the path is said to lead.</summary>
    [Fact]
    public void Follow_AnyLinks_LeadsWhereTheKernelLeads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks libc");
        Random random = new(12);
        string[] names = ["sub", "deep", "a", "b", "c", "d", "e", "secret.txt", "file.txt", "..", "..", "."];
        (string Link, string Target)[] links =
        [
            ("root/a", "../outside/dir"), ("root/sub/b", "../a/.."), ("root/c", "sub/deep/../b"), ("root/sub/deep/d", "../../c/dir/.."),
            ("outside/e", At("root/sub")), ("outside/dir/a", "../e/deep"), ("root/e", "a/../e/.."),
        ];
        foreach ((string link, string target) in links)
        {
            File.CreateSymbolicLink(At(link), target);
        }

        int opened = 0;
        int outside = 0;
        for (int i = 0; i < 3_000; i++)
        {
            string path = Some(1, 6);
            if (KernelPath(Path.Join(Root.RealPath, path)) is { } real)
            {
                bool isInside = real == Root.RealPath || real.StartsWith(Root.RealPath + "/", StringComparison.Ordinal);
                Root.Follow(path).ShouldBe(isInside ? real : null, path);
                opened++;
                outside += isInside ? 0 : 1;
            }
        }

        opened.ShouldBeGreaterThan(100);
        outside.ShouldBeInRange(10, opened - 10);

        string Some(int least, int most) => string.Join('/', random.GetItems(names, random.Next(least, most)));
    }

    private RootFolder Root => new(At("root"));

    private string At(string path) => Path.Combine(_folder.Path, path);

    // Not through .NET's own calls, which collapse '..' in the text first.
    private static string? KernelPath(string path)
    {
        byte[] buffer = new byte[4096];
        return RealPath(path, buffer) == 0 ? null : Encoding.UTF8.GetString(buffer.AsSpan(0, Array.IndexOf(buffer, (byte)0)));
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint RealPath(string path, [Out] byte[] buffer);
}
