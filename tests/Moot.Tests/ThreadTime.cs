using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Moot.Tests;

/// <summary>How long this thread has worked: on Linux without the time for which it waited for a core, so that a busy machine changes little.</summary>
internal static class ThreadTime
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of time.h.</summary>
    private const int OfThread = 3;

    /// <summary>Milliseconds of work that something takes.</summary>
    public static long Of(Action work)
    {
        var before = Now();
        work();
        return (long)(Now() - before).TotalMilliseconds;
    }

    private static TimeSpan Now() =>
        OperatingSystem.IsLinux() && GetTime(OfThread, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
            : Stopwatch.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
