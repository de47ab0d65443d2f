using Xunit;

namespace Moot.Tests;

/// <summary>Real data made by others, which lies outside the project and may be missing.</summary>
internal static class SharedData
{
    /// <summary>Environment variable that says where the data lies.</summary>
    public const string Variable = "MOOT_SHARED_DATA";

    /// <summary>Full path of a file of the shared data; skips the test, with the reason, where it is missing.</summary>
    public static string Path(string relative)
    {
        var path = System.IO.Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? "", relative);
        if (!File.Exists(path))
        {
            Assert.Skip($"no shared data: {relative} (set {Variable} to where it lies).");
        }

        return path;
    }
}
