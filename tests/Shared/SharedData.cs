using Xunit;

namespace Moot.Testing;

/// <summary>Real data made by others, which lies outside the project and may be missing.</summary>
public static class SharedData
{
    /// <summary>Full path of a file or folder of the shared data; skips the test, with the reason, where it is missing.</summary>
    public static string Path(string relative)
    {
        var (path, isThere) = Project.Shared(relative);
        Assert.SkipUnless(isThere, $"no shared data: {path} (set {Project.SharedVariable} to where it lies)");
        return path;
    }
}
