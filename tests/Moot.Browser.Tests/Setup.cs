using System.Runtime.CompilerServices;

namespace Moot.Browser.Tests;

internal static class Setup
{
    /// <summary>Locks of the tests' logs lie apart from those of whoever runs the tests.</summary>
    [ModuleInitializer]
    internal static void OwnLocks()
    {
        var folder = Directory.CreateTempSubdirectory("moot-test-locks-").FullName;
        Environment.SetEnvironmentVariable("MOOT_LOCKS", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
