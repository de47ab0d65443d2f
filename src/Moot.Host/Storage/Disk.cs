using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Moot.Host.Storage;

/// <summary>Makes what is in a folder last through a loss of power.</summary>
internal static class Disk
{
    private const int ReadOnly = 0;

    /// <summary>EINTR: a signal came first, nothing was done (errno(3)).</summary>
    private const int Interrupted = 4;

    /// <summary>Opens a file for writing; where it is made, its owner alone can read it, before anything is in it.</summary>
    public static FileStream OpenOwn(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    /// <summary>Writes what stands in a file to the disk, where the file has not grown since it was last flushed whole.</summary>
    /// <remarks>On Linux without the time of its last change (fdatasync(2)): that alone would cost a write to the file system's own journal each time.</remarks>
    public static void FlushContent(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (FlushData(file) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new IOException("The disk does not take what was written.", new Win32Exception());
            }
        }
    }

    /// <summary>Writes the folder of a file to the disk, so that a file that was made in it is still there afterwards.</summary>
    public static void FlushFolderOf(string path)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return; // elsewhere a folder cannot be opened, and the file system keeps its own journal of names
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{folder} cannot be opened.", new Win32Exception());
        }

        try
        {
            if (Flush(descriptor) < 0)
            {
                throw new IOException($"{folder} cannot be written to the disk.", new Win32Exception());
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushData(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
