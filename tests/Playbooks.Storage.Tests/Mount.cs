using System.Diagnostics;

namespace Playbooks.Storage.Tests;

/// <summary>A small disk in memory, where the tests run as root.</summary>
internal static class Mount
{
    public static bool TryMount(string folder, string options) => Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder);

    public static void Unmount(string folder) => Run("umount", "--lazy", folder).ShouldBeTrue();

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
