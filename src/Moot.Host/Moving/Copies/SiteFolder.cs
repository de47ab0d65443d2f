using System.Text.Json.Nodes;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Host.Moving.Copies;

/// <summary>The folder of a site: written beside and then swapped, so that it is there whole or not at all.</summary>
internal sealed class SiteFolder
{
    /// <summary>The file by which an export is known again.</summary>
    public const string Mark = "site.json";

    private const string Format = "moot-site/1";
    private readonly string path;
    private readonly string part;
    private readonly string old;
    private readonly VerifierKey key;
    private readonly SortedSet<string> names = new(StringComparer.Ordinal) { Mark };

    private SiteFolder(string path, VerifierKey key)
    {
        (this.path, this.key) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), key);
        (part, old) = (this.path + ".part", this.path + ".old");
    }

    /// <summary>Files that were written.</summary>
    public int Count { get; private set; }

    /// <summary>Makes ready to write.</summary>
    /// <param name="output">A folder that is empty, not there, or an earlier export of the same log.</param>
    /// <param name="key">Key of the log.</param>
    /// <exception cref="LogException">The folder holds something else.</exception>
    public static SiteFolder Begin(string output, VerifierKey key)
    {
        var folder = new SiteFolder(output, key);
        if (File.Exists(folder.path))
        {
            throw new LogException("folder-used", $"{output} is a file; name a new folder.");
        }

        // The program was stopped between the two moves of an earlier time.
        if (!Directory.Exists(folder.path) && folder.IsOwn(folder.old))
        {
            Directory.Move(folder.old, folder.path);
        }

        foreach (var place in new[] { folder.path, folder.part, folder.old })
        {
            folder.RefuseOther(place);
        }

        if (Directory.Exists(folder.part))
        {
            Directory.Delete(folder.part, recursive: true);
        }

        Directory.CreateDirectory(folder.part);
        folder.WriteMark(isWhole: false, size: 0, root: "");
        return folder;
    }

    /// <summary>Writes a file.</summary>
    /// <param name="name">Its path below the folder, with slashes.</param>
    /// <param name="bytes">What is in it.</param>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        names.Add(name.Split('/')[0]);
        var file = Path.Combine(part, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var to = File.Create(file);
        to.Write(bytes);
        Count++;
    }

    /// <summary>Puts what was written in its place.</summary>
    public void Finish(Checkpoint checkpoint)
    {
        WriteMark(isWhole: true, checkpoint.Size, checkpoint.Root.ToHex());
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }

        if (Directory.Exists(path))
        {
            Directory.Move(path, old);
        }

        Directory.Move(part, path);
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    private void WriteMark(bool isWhole, long size, string root)
    {
        var mark = new JsonObject
        {
            ["format"] = Format,
            ["key"] = key.ToString(),
            ["whole"] = isWhole,
            ["size"] = size,
            ["root"] = root,
            ["names"] = new JsonArray([.. names.Select(n => (JsonNode?)n)]),
        };
        File.WriteAllText(Path.Combine(part, Mark), mark.ToJsonString() + "\n");
    }

    /// <summary>What somebody put beside an earlier export would be lost with it.</summary>
    private void RefuseOther(string place)
    {
        if (!Directory.Exists(place) || !Directory.EnumerateFileSystemEntries(place).Any())
        {
            return;
        }

        if (ReadMark(place) is not { } mark || !string.Equals((string?)mark["key"], key.ToString(), StringComparison.Ordinal))
        {
            throw new LogException("folder-used", $"{place} is not empty and is no export of this log; name a new folder.");
        }

        if (mark["whole"] is JsonValue whole && (bool)whole)
        {
            var own = mark["names"]!.AsArray().Select(n => (string?)n).ToHashSet(StringComparer.Ordinal);
            if (Directory.EnumerateFileSystemEntries(place).Select(Path.GetFileName).FirstOrDefault(n => !own.Contains(n)) is { } other)
            {
                throw new LogException("folder-used", $"{place} holds {other}, which no export wrote; move it away, or name a new folder.");
            }
        }
    }

    private bool IsOwn(string place) =>
        Directory.Exists(place) && ReadMark(place) is { } mark && string.Equals((string?)mark["key"], key.ToString(), StringComparison.Ordinal);

    private static JsonObject? ReadMark(string place)
    {
        var file = Path.Combine(place, Mark);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return
                JsonNode.Parse(File.ReadAllBytes(file)) is JsonObject mark
                && string.Equals((string?)mark["format"], Format, StringComparison.Ordinal)
                && mark["names"] is JsonArray
                ? mark
                : null;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null; // somebody else's file of this name
        }
    }
}
