using System.Diagnostics;
using Xunit;

namespace Moot.Host.Tests;

/// <summary>A small file system of its own for one test, where this program may mount one; elsewhere the test is skipped.</summary>
public sealed class Medium : IDisposable
{
    private readonly TestFolder folder;

    private Medium(TestFolder folder) => this.folder = folder;

    public string this[string name] => folder[name];

    public static Medium Mount(string size)
    {
        var place = new TestFolder();
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.Path))
        {
            place.Dispose();
            Assert.Skip("needs mount: a file system of its own can be mounted only on Linux, as root");
        }

        return new(place);
    }

    /// <summary>Changes an option, such as <c>ro</c>.</summary>
    public void Remount(string option) => Assert.True(Run("mount", "-o", "remount," + option, folder.Path));

    public void Dispose()
    {
        Run("umount", "-l", folder.Path);
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
