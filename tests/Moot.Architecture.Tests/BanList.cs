using System.Reflection;
using System.Runtime.InteropServices;

namespace Moot.Architecture.Tests;

/// <summary>A ban on a symbol that does not exist bans nothing, and the analyzer does not say so.</summary>
internal static class BanList
{
    private static readonly Lazy<HashSet<string>> Names = new(() =>
        Directory
            .EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "System*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .Select(name => Assembly.Load(name!))
            .SelectMany(a => a.GetExportedTypes())
            .SelectMany(t => t.GetMembers().Select(m => $"{t.FullName}.{m.Name}").Append(t.FullName!).Append(t.Namespace ?? ""))
            .ToHashSet()
    );

    /// <summary>Symbols of the list (lines of "ID;message") that the base library does not have.</summary>
    public static IEnumerable<string> Unknown(IEnumerable<string> lines) =>
        lines
            .Where(l => l.Length > 0 && !l.StartsWith("//"))
            .Select(l => l.Split(';')[0])
            .Where(id => id is not [_, ':', ..] || !Names.Value.Contains(id[2..].Split('(')[0]));
}
