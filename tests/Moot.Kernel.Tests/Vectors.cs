using System.Text.Json;
using Xunit;

namespace Moot.Kernel.Tests;

/// <summary>Real data made by others, which lies outside the project and may be missing.</summary>
public static class SharedData
{
    /// <summary>Environment variable that says where the data lies; else it is ../shared/data from the repository.</summary>
    public const string Variable = "MOOT_SHARED_DATA";

    /// <summary>Full path of a file or folder of the shared data; skips the test, with the reason, where it is missing.</summary>
    public static string Path(string relative)
    {
        var root = Environment.GetEnvironmentVariable(Variable) ?? System.IO.Path.Combine(Repository.Root, "..", "shared", "data");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, relative));
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"Shared data missing: {path} (set {Variable} to where it lies).");
        }

        return path;
    }
}

/// <summary>The files of the project itself.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of vectors/, as JSON.</summary>
    public static JsonElement Vectors(string relative)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "vectors", relative)));
        return document.RootElement.Clone();
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Moot.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests run from within the repository.");
    }
}

/// <summary>Short words for reading vectors.</summary>
public static class JsonWords
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static byte[] Utf8(this JsonElement element, string name) => System.Text.Encoding.UTF8.GetBytes(element.Text(name));

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static Kernel.Tree.Hash Hash(this JsonElement element, string name) => Kernel.Tree.Hash.FromBytes(Convert.FromBase64String(element.Text(name)));

    public static Kernel.Tree.Hash[] Hashes(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(h => Kernel.Tree.Hash.FromBytes(Convert.FromBase64String(h.GetString()!)))];

    public static JsonElement[] List(this JsonElement element, string name) => element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];
}
