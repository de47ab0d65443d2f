using Moot.Testing;

namespace Moot.Architecture.Tests;

/// <summary>A text of the project: its path from the root, with slashes, and what it says.</summary>
internal sealed record Text(string Path, string Content)
{
    public int Lines => Content.AsSpan().TrimEnd('\n').Count('\n') + 1;
}

/// <summary>The project's own files.</summary>
internal static class House
{
    private static readonly string[] Left = ["bin", "obj", "node_modules", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = Project.Root;

    /// <summary>Every text with one of these endings, below these folders (the root itself: "").</summary>
    public static IReadOnlyList<Text> Texts(string[] folders, params string[] endings) =>
        [
            .. folders
                .Select(f => Path.Combine(Root, f))
                .Where(Directory.Exists)
                .SelectMany(Files)
                .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)
                .Select(f => new Text(Path.GetRelativePath(Root, f).Replace('\\', '/'), File.ReadAllText(f))),
        ];

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<string> Files(string folder) =>
        [
            .. Directory.EnumerateFiles(folder),
            .. Directory.EnumerateDirectories(folder).Where(d => Path.GetFileName(d) is var name && name[0] != '.' && !Left.Contains(name)).SelectMany(Files),
        ];
}
