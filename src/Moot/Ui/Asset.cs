using System.Collections.Frozen;
using Moot.Kernel.Tree;

namespace Moot.Ui;

/// <summary>The one stylesheet, the small scripts and the icon, which travel inside the program.</summary>
public static class Asset
{
    private static readonly FrozenDictionary<string, (byte[] Bytes, string Type, string Version)> Files = Load();

    /// <summary>The address of a file, below the host's root. It changes when the file does, so it may be kept for ever.</summary>
    public static string Url(string name) => $"/assets/{Files[name].Version}/{name}";

    /// <summary>A file's bytes, for a copy that stands by itself.</summary>
    public static ReadOnlySpan<byte> Bytes(string name) => Files[name].Bytes;

    /// <summary>A file and its type; null where there is none of this name and version.</summary>
    public static (byte[] Bytes, string Type)? Find(string version, string name) =>
        Files.TryGetValue(name, out var file) && string.Equals(file.Version, version, StringComparison.Ordinal) ? (file.Bytes, file.Type) : null;

    private static FrozenDictionary<string, (byte[] Bytes, string Type, string Version)> Load()
    {
        const string prefix = "assets/";
        var files = new Dictionary<string, (byte[] Bytes, string Type, string Version)>(StringComparer.Ordinal);
        var assembly = typeof(Asset).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(name[prefix.Length..], (bytes, TypeOf(name), Hash.Of(bytes).ToHex()[..12]));
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            _ => "application/octet-stream",
        };
}
