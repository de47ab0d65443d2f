using System.Text.Json;
using Moot.Testing;

namespace Moot.Kernel.Tests;

/// <summary>The files of vectors/.</summary>
public static class Vectors
{
    /// <summary>A file, as JSON.</summary>
    public static JsonElement Read(string relative)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Project.Root, "vectors", relative)));
        return document.RootElement.Clone();
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
